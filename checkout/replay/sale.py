"""What of an invoice can be an order. An invoice is taken with its whole amount, or refused with a reason."""

from dataclasses import dataclass
from decimal import Decimal

from checkout.replay.invoices import Invoice, Row

POSTAGE = {"POST", "DOT", "C2"}  # what the buyer paid for delivery
NOT_GOODS = {"M", "S", "D", "B", "CRUK", "AMAZONFEE", "BANK CHARGES"}  # entries by hand, commissions, discounts


class Impossible(Exception):
    """`reason` is the same for all of a kind; `value` is what was seen."""

    def __init__(self, reason: str, value: object = ""):
        super().__init__(f"{reason}: {value}" if value else reason)
        self.reason, self.value = reason, str(value)


@dataclass(frozen=True)
class Sale:
    """`free`: rows that cost nothing. They are no part of the order, and of no sum."""

    goods: tuple[Row, ...]
    shipping: Decimal
    free: tuple[Row, ...]


def sale_of(invoice: Invoice) -> Sale:
    """Raises Impossible."""
    if not invoice.number[:1].isdigit():
        raise Impossible("the books were adjusted", invoice.number)
    for row in invoice.rows:
        examine(row)
    free = tuple(row for row in invoice.rows if not row.price)
    charged = [row for row in invoice.rows if row.price]
    goods = tuple(row for row in charged if row.code not in POSTAGE)
    if not goods:
        raise Impossible("nothing was sold" if charged else "everything is free")
    return Sale(goods, sum((row.amount for row in charged if row.code in POSTAGE), Decimal("0.00")), free)


def examine(row: Row) -> None:
    if row.quantity < 1:
        raise Impossible("a negative quantity, and no cancellation", row.quantity)
    if row.price < 0:
        raise Impossible("a negative price", row.price)
    if row.price and row.code in NOT_GOODS:
        raise Impossible("not goods", row.code)
    if row.price != round(row.price, 2):
        raise Impossible("a fraction of a penny", row.price)
