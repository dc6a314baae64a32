"""What follows later (shop/tasks): each by ids, each once."""

from datetime import timedelta

from django.utils import timezone

from checkout import expire
from checkout.payments import send_refund as sending
from checkout.payments.close import close_payments as close
from checkout.payments.reconcile import reconcile
from shop.tasks import task


@task(queue="now", in_transaction=False, every=timedelta(seconds=30))
def expire_orders() -> None:
    """Orders that were not paid in time give their stock back: each in a transaction of its own."""
    expire.expire_orders()


@task(queue="soon", in_transaction=False, most_tries=10)
def send_refund(refund_id: int) -> None:
    """Money goes back: once, by the refund's key at the provider."""
    sending.send_refund(refund_id)


@task(queue="soon", in_transaction=False)
def close_payments(order_id: int) -> None:
    """An order that takes no money any more: its open session is closed at the provider, or has the money already."""
    close(order_id)


@task(queue="soon", in_transaction=False, most_tries=1, time_limit_seconds=240, every=timedelta(minutes=10))
def reconcile_payments() -> None:
    """What webhooks and returning buyers should have told, of the last hours."""
    reconcile(timezone.now() - timedelta(hours=3))


@task(
    queue="whenever",
    in_transaction=False,
    most_tries=3,
    time_limit_seconds=300,
    every=timedelta(days=1),
    at=timedelta(hours=4, minutes=10),
)
def reconcile_payments_of_days() -> None:
    """The same, of what took days: bank debits, refunds that failed."""
    reconcile(timezone.now() - timedelta(days=4))
