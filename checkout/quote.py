"""What a cart would cost now: sent to the address, by the way and with the vouchers that the buyer has named."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.utils.translation import get_language

from accounts.models import Customer
from cart.current import lines_of
from cart.lines import ShownLine, shown_lines
from cart.promotions.running import Buyer, running_promotions
from cart.totals import Tax, Totals, order_totals
from checkout.current import draft_of
from checkout.models import Checkout
from checkout.place_order import Described, Purchase
from checkout.shipping import Offered, offered
from checkout.taxes import tax_of

ANYTHING = Decimal(1)


@dataclass(frozen=True)
class Quote:
    """`totals` are of the lines that can be bought; shipping and tax are in them as soon as they are known."""

    draft: Checkout
    customer: Customer | None
    lines: list[ShownLine]
    ways: list[Offered]  # none before there is an address
    totals: Totals
    ships_free: bool = False

    @property
    def email(self) -> str:
        return self.customer.email if self.customer else self.draft.email

    @property
    def way(self) -> Offered | None:
        """The chosen one, while it is offered for this parcel."""
        return next((way for way in self.ways if way.code == self.draft.shipping_code), None)

    @cached_property
    def in_the_way(self) -> list[ShownLine]:
        """Lines that can't be bought as they are: gone, sold out, or fewer left than wanted."""
        return [shown for shown in self.lines if not shown.can_be_bought or shown.is_short]

    @cached_property
    def purchase(self) -> Purchase:
        """What the buyer agrees to at the review. Only of a quote with an address, a way and nothing in the way."""
        assert self.draft.delivery_address and self.way
        return Purchase(
            email=self.email,
            delivery_address=self.draft.delivery_address,
            billing_address=self.draft.billing_address or self.draft.delivery_address,
            shipping_code=self.way.code,
            shipping_name=self.way.method.name,
            totals=self.totals,
            described={shown.line.variant_id: described(shown) for shown in self.lines},
            customer_id=self.customer.pk if self.customer else None,
            cart_id=self.draft.cart_id,
            language=get_language() or settings.LANGUAGE_CODE,
        )


def quote_of(request) -> Quote | None:
    """Of this visitor's cart; None where it is empty. Seven queries at most, however many lines."""
    draft = draft_of(request)
    lines = shown_lines(lines_of(request)) if draft else []
    if draft is None or not lines:
        return None
    return quote(draft, lines, request.user if request.user.is_authenticated else None)


def quote(draft: Checkout, lines: list[ShownLine], customer: Customer | None) -> Quote:
    currency = settings.DEFAULT_CURRENCY
    priced = [line for shown in lines if (line := shown.priced)]
    buyer = Buyer(customer.pk, customer.email) if customer else Buyer(None, draft.email)
    promotions = running_promotions(priced, currency, draft.cart_id, buyer)

    def total(shipping: Decimal | None = None, tax: Tax | None = None) -> Totals:
        return order_totals(priced, currency, promotions, shipping, tax)

    if not draft.delivery_address:
        return Quote(draft, customer, lines, [], total())
    unsent = total()
    ways = offered(draft.delivery_address, unsent.goods - unsent.discount, grams(lines))
    way = next((way for way in ways if way.code == draft.shipping_code), None)
    totals = total(way.price if way else None, tax_of(draft.delivery_address))
    return Quote(draft, customer, lines, ways, totals, ships_free=not total(ANYTHING).shipping)


def grams(lines: list[ShownLine]) -> int:
    """What the parcel weighs; a variant whose weight nobody knows weighs nothing."""
    return sum((shown.offer.variant.weight_grams or 0) * shown.line.quantity for shown in lines)


def described(shown: ShownLine) -> Described:
    variant = shown.offer.variant
    return Described(variant.sku, variant.product.title, variant.label)
