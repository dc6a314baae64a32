"""Reservations end: the goods of orders that were not paid in time are for sale again."""

from django.db import transaction
from django.utils import timezone

from cart.promotions.redeem import give_back
from catalog import stock
from checkout import follow_ups
from checkout.models import Checkout, Order
from checkout.states import State

MOST = 500  # in one go


def expire_orders() -> int:
    """How many. Each is a transaction of its own; two at once share the work."""
    due = Order.objects.filter(state=State.PENDING, reserved_until__lt=timezone.now()).order_by("reserved_until")
    return sum(expire(pk) for pk in due.values_list("pk", flat=True)[:MOST])


@transaction.atomic
def expire(order_id: int) -> bool:
    """False where it has been paid, cancelled or taken by another meanwhile."""
    waiting = Order.objects.filter(pk=order_id, state=State.PENDING, reserved_until__lt=timezone.now())
    order = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if order is None:
        return False
    give_back(order.number)  # before the stock, as orders take them: else two could wait for each other
    stock.release(order.pieces(), f"order {order.number} expired")
    Checkout.let_go(order)
    order.become(State.EXPIRED, "clock")
    follow_ups.expired(order)
    return True
