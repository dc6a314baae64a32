"""A cart as its page shows it: each line with its price now, and what changed since it was added."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet

from cart.models import CartLine
from cart.offers import Offer, offer_of, variants_with_offers
from cart.totals import Line, line_amount


@dataclass(frozen=True)
class ShownLine:
    line: CartLine
    offer: Offer

    # A sale may end while a page is drawn: what several places of it show is looked at once.

    @cached_property
    def can_be_bought(self) -> bool:
        """Counted in the total."""
        return self.offer.is_for_sale and self.offer.available > 0

    @property
    def is_short(self) -> bool:
        """Meant are more than there are."""
        return self.can_be_bought and self.line.quantity > self.offer.available

    @cached_property
    def unit_price(self) -> Decimal | None:
        return self.offer.current_price

    @property
    def plain_price(self) -> str:
        """As a form sends it back."""
        return "" if self.unit_price is None else f"{self.unit_price:f}"

    @property
    def amount(self) -> Decimal | None:
        return None if self.unit_price is None else line_amount(self.unit_price, self.line.quantity)

    @property
    def priced(self) -> Line | None:
        """As it is counted; None where it can't be bought."""
        product = self.offer.product
        if self.unit_price is None or not self.can_be_bought:
            return None
        categories = frozenset(product.category_ids)
        quantity = self.line.quantity
        return Line(self.line.variant_id, product.pk, categories, self.unit_price, quantity, product.tax_class)

    @property
    def earlier_price(self) -> Decimal | None:
        """What it cost when the visitor last chose a quantity, where that differs from now."""
        seen = self.line.seen_price if self.line.seen_currency == settings.DEFAULT_CURRENCY else None
        return seen if seen is not None and self.unit_price is not None and seen != self.unit_price else None


def shown_lines(lines: QuerySet[CartLine]) -> list[ShownLine]:
    """Two queries for any number of lines: lines with variant, product and stock; their prices."""
    joins, columns, prices = variants_with_offers("variant__")
    own = ["cart", "variant", "quantity", "added_at", "seen_price", "seen_currency"]
    lines = lines.select_related(*joins).only(*own, *columns).prefetch_related(prices)
    return [ShownLine(line, offer_of(line.variant)) for line in lines]


def priced_lines(lines: list[ShownLine]) -> list[Line]:
    """Those that can be bought, as `order_totals` takes them."""
    return [line for shown in lines if (line := shown.priced)]
