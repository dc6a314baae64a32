"""An order is called off: its stock goes back, and so does the money, if it was paid."""

from django.db import transaction

from cart.promotions.redeem import give_back
from catalog import stock
from checkout import follow_ups
from checkout.models import Checkout, Order
from checkout.refund import refund
from checkout.states import NotPossible, State


@transaction.atomic
def cancel(order_id: int, by: str, reason: str = "") -> Order:
    """Raises NotPossible once it is on its way (a return is what there is then)."""
    order = Order.locked(order_id)
    if order.state not in (State.PENDING, State.PAID):
        raise NotPossible(order, State.CANCELLED)
    was_paid = order.state == State.PAID
    give_back(order.number)  # before the stock, as orders take them: else two could wait for each other
    (stock.take_back if was_paid else stock.release)(order.pieces(), f"order {order.number} cancelled")
    if was_paid and order.refunded < order.total:
        refund(order.pk, order.total - order.refunded, "cancelled", f"cancelled {order.number}", by)
        order.refunded = order.total
    Checkout.let_go(order)
    order.become(State.CANCELLED, by, reason)
    follow_ups.cancelled(order)
    return order
