"""A wish list as its page shows it: each wish with what has become of it."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet

from cart.models import Wish
from cart.offers import PRODUCT_COLUMNS, Offer, offer_of, variants_with_offers
from catalog.models import Product


@dataclass(frozen=True)
class ShownWish:
    """`offer` is None where no variant was chosen."""

    wish: Wish
    offer: Offer | None

    @property
    def product(self) -> Product:
        return self.wish.product

    @cached_property
    def is_for_sale(self) -> bool:
        if self.offer:
            return self.offer.is_for_sale
        return self.product.is_live and self.product.price is not None

    @cached_property
    def is_in_stock(self) -> bool:
        if self.offer:
            return self.offer.available > 0
        return self.product.stock_band != Product.Band.SOLD_OUT

    @property
    def price(self) -> Decimal | None:
        """Of the chosen variant, else the product's lowest."""
        return self.offer.current_price if self.offer else self.product.price

    @property
    def currency(self) -> str:
        return settings.DEFAULT_CURRENCY


def shown_wishes(wishes: QuerySet[Wish]) -> list[ShownWish]:
    """Two queries for any number: wishes with product, variant and stock; prices."""
    joins, columns, prices = variants_with_offers("variant__")
    of_product = [*PRODUCT_COLUMNS, "product__price", "product__price_varies", "product__stock_band"]
    wishes = wishes.select_related("product", *joins).only("wish_list", "variant", *of_product, *columns)
    return [
        ShownWish(wish, offer_of(wish.variant) if wish.variant else None) for wish in wishes.prefetch_related(prices)
    ]
