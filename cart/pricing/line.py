"""What is priced, and the one function that rounds money."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """`unit_price` of one piece; `categories` are those the product is listed in, with all above them."""

    variant: int
    product: int
    categories: frozenset[int]
    unit_price: Decimal
    quantity: int
    tax_class: str = ""

    def __post_init__(self):
        if self.quantity < 1 or not self.unit_price.is_finite() or self.unit_price < 0:
            raise ValueError(f"Variant {self.variant}: {self.quantity} at {self.unit_price} can't be priced.")

    @property
    def amount(self) -> Decimal:
        return line_amount(self.unit_price, self.quantity)

    @property
    def rank(self) -> tuple:
        """Lines are priced in this order, whatever order they came in, so that the odd cent falls on the same one."""
        return (self.variant, self.product, self.unit_price, self.quantity, self.tax_class, sorted(self.categories))


def line_amount(unit_price: Decimal, quantity: int = 1) -> Decimal:
    """What a line costs, rounded half up to the cent, as commerce does. All money is rounded here."""
    return (unit_price * quantity).quantize(CENT, rounding=ROUND_HALF_UP)
