"""What a variant is offered at, now: the one place where a cart asks the catalogue."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Prefetch

from catalog.models import Price, Product, Variant

PRODUCT_COLUMNS = [
    f"product__{column}"
    for column in ("title", "slug", "status", "publish_at", "unpublish_at", "image_file", "image_width", "image_height")
] + ["product__category_ids", "product__tax_class"]
VARIANT_COLUMNS = [
    "sku",
    "options",
    "is_active",
    "weight_grams",
    "product",
    *PRODUCT_COLUMNS,
    "stock__on_hand",
    "stock__reserved",
]


@dataclass(frozen=True)
class Offer:
    """`price` is None where the variant is not for sale in the currency; `available` is what nobody has reserved."""

    variant: Variant
    price: Price | None
    available: int

    @property
    def product(self) -> Product:
        return self.variant.product

    @property
    def current_price(self) -> Decimal | None:
        """At this moment, a sale included."""
        return self.price.current if self.price else None

    @property
    def is_for_sale(self) -> bool:
        """Whether it can be bought once there is stock."""
        return self.price is not None and self.variant.is_active and self.product.is_live


def variants_with_offers(prefix: str = ""):
    """What to select, and what to prefetch, so that `offer_of` asks nothing: (joins, columns, prefetch)."""
    prices = Prefetch(
        f"{prefix}prices", Price.objects.filter(currency=settings.DEFAULT_CURRENCY).order_by(), to_attr="offers"
    )
    columns = [prefix + column for column in VARIANT_COLUMNS]
    return [f"{prefix}product", f"{prefix}stock"], columns, prices


def offer_of(variant: Variant) -> Offer:
    """Of a variant loaded with what `variants_with_offers` names."""
    stock = getattr(variant, "stock", None)
    prices: list[Price] = variant.offers  # type: ignore[attr-defined]  # what the prefetch names
    return Offer(variant, prices[0] if prices else None, stock.available if stock else 0)


def find_offer(variant_id: int) -> Offer | None:
    """Two queries; None for an unknown variant."""
    joins, columns, prices = variants_with_offers()
    variants = Variant.objects.select_related(*joins).only(*columns).prefetch_related(prices)
    variant = variants.filter(pk=variant_id).first()
    return offer_of(variant) if variant else None
