"""A promotion as far as it decides a price. Whether it runs now, and for whom, is asked before (cart/promotions/)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cart.pricing.line import Line


class Kind(StrEnum):
    BUY_X_GET_Y = "buy-x-get-y"
    PERCENTAGE = "percentage"
    AMOUNT = "amount"
    FREE_SHIPPING = "free-shipping"


@dataclass(frozen=True)
class Promotion:
    """`value`: percent (of the free pieces, where some are bought), or an amount in the cart's currency.

    `products`, `categories`: what it is for; None, None: everything. `minimum`: what the lines that it is for must
    come to, before any discount. `code`: the voucher that it came by; "" for one that everybody gets.
    """

    promotion: int
    name: str
    kind: Kind
    value: Decimal = Decimal(0)
    buy: int = 0
    free: int = 0
    products: frozenset[int] | None = None
    categories: frozenset[int] | None = None
    minimum: Decimal = Decimal(0)
    combinable: bool = False
    code: str = ""

    def is_for(self, line: Line) -> bool:
        if self.products is None and self.categories is None:
            return True
        return line.product in (self.products or ()) or not line.categories.isdisjoint(self.categories or ())
