"""Taxes of a country, as rates by tax class."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cart.pricing.line import line_amount


@dataclass(frozen=True)
class Tax:
    """Rates as fractions (Decimal("0.19")) by tax class; "" is the standard one, also of classes not named.

    `included`: prices contain it already; else it comes on top. `shipping` is the rate of delivery.
    """

    rates: Mapping[str, Decimal]
    included: bool
    shipping: Decimal = Decimal(0)

    def rate(self, tax_class: str) -> Decimal:
        return self.rates.get(tax_class, self.rates.get("", Decimal(0)))

    def of(self, amount: Decimal, rate: Decimal) -> Decimal:
        """The tax within `amount`, or that comes on top of it."""
        return line_amount(amount * rate / (1 + rate) if self.included else amount * rate)


NO_TAX = Tax({}, included=True)
