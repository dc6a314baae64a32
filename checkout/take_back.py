"""Goods come back: counted on their lines, put on the shelf again if they can be sold, and paid back."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from cart.refused import Refused
from cart.totals import line_amount
from catalog import stock
from checkout import follow_ups
from checkout.models import Order, OrderEvent, OrderLine
from checkout.refund import refund
from checkout.states import NotPossible, State


@transaction.atomic
def take_back(order_id: int, pieces: Mapping[int, int], by: str, key: str, restock: bool = True) -> Decimal:
    """`pieces`: line → how many came back. What is refunded for them, in the order's currency.

    Refused for pieces that were not bought or came back before; NotPossible before they were shipped. The same `key`
    is the same return: nothing happens again.
    """
    order = Order.locked(order_id)
    if order.refunds.filter(key=key).exists():
        return order.refunds.get(key=key).amount
    if order.state not in (State.SHIPPED, State.DELIVERED):
        raise NotPossible(order, State.RETURNED)
    lines = {line.pk: line for line in order.lines.all()}
    amount, shelf = Decimal(0), []
    for line_id, quantity in pieces.items():
        line = lines.get(line_id)
        if line is None or not 0 < quantity <= line.quantity - line.returned:
            raise Refused(_("So many pieces of this line can't come back."), 400)
        amount += share(line, line.returned + quantity) - share(line, line.returned)
        line.returned += quantity
        line.save(update_fields=["returned"])
        if restock and line.variant_id:
            shelf.append((line.variant_id, quantity))
    stock.take_back(shelf, f"return of order {order.number}")
    amount = min(amount, order.total - order.refunded)  # less is left where something was refunded beforehand
    came = ", ".join(f"{quantity} × {lines[line_id].sku}" for line_id, quantity in pieces.items())
    order.note(OrderEvent.Kind.RETURN, by, came)
    if amount:
        refund(order.pk, amount, "returned", key, by)
    if all(line.returned == line.quantity for line in lines.values()):
        order = Order.locked(order.pk)
        order.become(State.RETURNED, by)
    follow_ups.returned(order, amount)
    return amount


def share(line: OrderLine, pieces: int) -> Decimal:
    """What so many pieces of the line have cost. Shares of one line add up to it, however it is divided."""
    return line_amount(line.total * pieces / line.quantity)
