"""Guests' carts and wish lists that nobody will come back to."""

from datetime import timedelta

from django.utils import timezone

from cart.models import Cart, WishList
from shop.tasks import task
from shop.tasks.walk import key_of_next

BATCH = 500
KEPT_DAYS = 60  # twice the life of a session, by which alone a guest's cart is found


@task(queue="whenever", every=timedelta(hours=1), at=timedelta(minutes=10))
def forget_carts(batch: int = 1) -> None:
    """Of guests, untouched for 60 days. One that is being changed just now is left."""
    untouched = Cart.objects.filter(customer=None, updated_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    ids = list(untouched.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
    Cart.objects.filter(pk__in=ids).delete()
    if len(ids) == BATCH:
        forget_carts.later(batch + 1, key=key_of_next(batch + 1))


@task(queue="whenever", every=timedelta(hours=1), at=timedelta(minutes=20))
def forget_wish_lists(batch: int = 1) -> None:
    """Likewise."""
    untouched = WishList.objects.filter(customer=None, updated_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    ids = list(untouched.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
    WishList.objects.filter(pk__in=ids).delete()
    if len(ids) == BATCH:
        forget_wish_lists.later(batch + 1, key=key_of_next(batch + 1))
