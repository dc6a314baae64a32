"""What a cart comes to. Pure: knows no database, no request. Money is Decimal, rounded a line, by one function."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Totals:
    quantity: int
    amount: Decimal
    currency: str


def line_amount(unit_price: Decimal, quantity: int) -> Decimal:
    """What a line costs, rounded half up to the cent, as commerce does."""
    return (unit_price * quantity).quantize(CENT, rounding=ROUND_HALF_UP)


def cart_totals(lines: Iterable[tuple[Decimal, int]], currency: str) -> Totals:
    """The sum of (unit price, quantity) pairs, all in `currency`."""
    lines = list(lines)
    amount = sum((line_amount(price, quantity) for price, quantity in lines), Decimal("0.00"))
    return Totals(sum(quantity for _, quantity in lines), amount, currency)
