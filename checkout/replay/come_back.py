"""Cancellations: goods come back to the order they were bought with, the same piece at the same price, once."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from checkout.models import Order
from checkout.refund import refund
from checkout.replay.invoices import Invoice, Row
from checkout.replay.sale import NOT_GOODS, POSTAGE, Impossible
from checkout.ship import ship
from checkout.states import State
from checkout.take_back import take_back

BY = "replay"


@dataclass
class Bought:
    """What is left of an order's line: `pieces` have not come back yet."""

    order: int
    line: int
    pieces: int


class Sold:
    """All that could still come back: by customer, code and price, the latest last."""

    def __init__(self):
        self.goods: dict[tuple[str, str, Decimal], list[Bought]] = defaultdict(list)
        self.postage: dict[tuple[str, Decimal], list[int]] = defaultdict(list)  # orders

    def remember(self, invoice: Invoice, order: Order) -> None:
        if not invoice.customer:
            return
        for line in order.lines.all():
            self.goods[invoice.customer, line.sku, line.unit_price].append(Bought(order.pk, line.pk, line.quantity))
        if order.shipping:
            self.postage[invoice.customer, order.shipping].append(order.pk)

    def give_back(self, invoice: Invoice, row: Row, key: str) -> Decimal:
        """What was paid back for this row. Raises Impossible."""
        if not invoice.customer:
            raise Impossible("nobody knows who bought it")
        if row.code in POSTAGE:
            return self.give_postage_back(invoice.customer, -row.amount, key)
        if row.code in NOT_GOODS:
            raise Impossible("not goods", row.code)
        bought = self.goods[invoice.customer, row.code, row.price]
        if sum(one.pieces for one in bought) < -row.quantity:
            raise Impossible("not so many were bought at this price before", f"{-row.quantity} of {row.code}")
        with transaction.atomic():
            return sum((returned(*part, key) for part in parts(bought, -row.quantity)), Decimal(0))

    def give_postage_back(self, customer: str, amount: Decimal, key: str) -> Decimal:
        orders = self.postage[customer, amount]
        if not orders:
            raise Impossible("no postage of this amount was paid before", amount)
        return refund(orders.pop(), amount, "postage", key, BY).amount


def parts(bought: list[Bought], pieces: int) -> Iterator[tuple[Bought, int]]:
    """Of the latest orders first."""
    while pieces:
        latest = bought[-1]
        taken = min(latest.pieces, pieces)
        latest.pieces -= taken
        pieces -= taken
        if not latest.pieces:
            bought.pop()
        yield latest, taken


def returned(bought: Bought, pieces: int, key: str) -> Decimal:
    """Only what has left the shop comes back."""
    if Order.objects.filter(pk=bought.order, state=State.PAID).exists():
        ship(bought.order, BY)
    return take_back(bought.order, {bought.line: pieces}, BY, f"{key} {bought.line}")
