"""A paid order goes out, and arrives."""

from django.db import transaction

from checkout import follow_ups
from checkout.models import Order
from checkout.states import State


@transaction.atomic
def ship(order_id: int, by: str, carrier: str = "", tracking_number: str = "") -> Order:
    """Raises NotPossible."""
    order = Order.locked(order_id)
    note = " ".join(filter(None, (carrier, tracking_number)))
    order.become(State.SHIPPED, by, note, carrier=carrier, tracking_number=tracking_number)
    follow_ups.shipped(order)
    return order


@transaction.atomic
def deliver(order_id: int, by: str) -> Order:
    """Raises NotPossible."""
    order = Order.locked(order_id)
    order.become(State.DELIVERED, by)
    return order
