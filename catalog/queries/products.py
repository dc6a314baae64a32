"""A product's page: the product with its brand, pictures, names and category come in one query."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, FilteredRelation, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from catalog.models import Category, Image, Price, Product, Review, Variant
from catalog.queries.cards import cards_in_order

REVIEWS_SHOWN = 10
RELATED_SHOWN = 12

# In the order of the model's own columns: from_db() deals values out in that order.
IMAGE_COLUMNS = ("id", "variant_id", "file", "alt", "position", "width", "height")
OFFER_COLUMNS = ("id", "amount", "sale_amount", "sale_from", "sale_until")

# The names and units of the product's attributes and of its variants' options.
DESCRIBED_SQL = """(
    SELECT coalesce(json_agg(json_build_array(a.code, a.name, a.unit, a.kind) ORDER BY a.position, a.name), '[]')
    FROM catalog_attribute a
    WHERE a.code IN (SELECT jsonb_object_keys(catalog_product.attributes) UNION
                     SELECT jsonb_object_keys(v.options) FROM catalog_variant v
                     WHERE v.product_id = catalog_product.id))"""
# The first active category an editor chose.
CATEGORY_SQL = """(
    SELECT json_build_object('id', c.id, 'path', c.path, 'depth', c.depth, 'numchild', c.numchild, 'name', c.name,
                             'slug', c.slug, 'url_path', c.url_path)
    FROM catalog_productcategory pc JOIN catalog_category c ON c.id = pc.category_id
    WHERE pc.product_id = catalog_product.id AND c.is_active ORDER BY pc.position, pc.id LIMIT 1)"""
# What an editor or the import named as related; when nothing is named, what is popular in the same category.
RELATED_SQL = f"""(
    WITH named AS (
        SELECT r.to_id, row_number() OVER (ORDER BY r.kind <> 'related', r.position, r.id) AS place
        FROM catalog_relatedproduct r WHERE r.product_id = catalog_product.id)
    SELECT array_agg(to_id ORDER BY place) FROM (
        (SELECT to_id, place FROM named ORDER BY place LIMIT {RELATED_SHOWN})
        UNION ALL
        (SELECT l.product_id, row_number() OVER () FROM (
            SELECT product_id FROM catalog_listing
            WHERE category_id = (SELECT pc.category_id FROM catalog_productcategory pc
                                 WHERE pc.product_id = catalog_product.id ORDER BY pc.position, pc.id LIMIT 1)
              AND product_id <> catalog_product.id AND NOT EXISTS (SELECT FROM named)
            ORDER BY popularity DESC, product_id DESC LIMIT {RELATED_SHOWN}) l)) related)"""


@dataclass(frozen=True)
class ProductPage:
    """`options` maps codes to the values of active variants; `option_names` has their headings."""

    product: Product
    gallery: list[Image]
    variants: list[Variant]
    options: dict[str, list[str]]
    option_names: dict[str, str]
    attributes: list[tuple[str, str]]
    reviews: list[Review]
    related: list[Product]
    category: Category | None

    @property
    def breadcrumb_category_id(self) -> int | None:
        return self.category.pk if self.category else None


def product_page(slug: str) -> ProductPage | None:
    """All that the page of a live product shows; None when there is none.

    Four queries: product, variants, reviews, cards of related products (kept).
    """
    product = _product(slug)
    if product is None:
        return None
    named = {code: (name, unit, kind) for code, name, unit, kind in product.described}
    variants = _variants(product)
    options = _options(variants)
    return ProductPage(
        product=product,
        gallery=[_image(row) for row in product.pictures],
        variants=variants,
        options=options,
        option_names={code: named.get(code, (code.replace("_", " ").capitalize(),))[0] for code in options},
        attributes=_attributes(product, named),
        reviews=list(product.reviews.filter(status=Review.Status.APPROVED).order_by("-created_at")[:REVIEWS_SHOWN]),
        related=cards_in_order(product.related_ids or [], keep=True),
        category=_category(product),
    )


def _product(slug: str) -> Any:
    pictures = Image.objects.filter(product=OuterRef("pk")).exclude(file="").order_by("position", "id")
    return (
        Product.objects.live()
        .filter(slug=slug)
        .select_related("brand")
        .defer("search")
        .annotate(
            pictures=ArraySubquery(pictures.values(json=JSONObject(**{name: name for name in IMAGE_COLUMNS}))),
            described=RawSQL(DESCRIBED_SQL, []),
            its_category=RawSQL(CATEGORY_SQL, []),
            related_ids=RawSQL(RELATED_SQL, []),
        )
        .first()
    )


def _image(row: dict) -> Image:
    columns = [name for name in IMAGE_COLUMNS if name != "file"]
    image = Image.from_db("default", columns, [row[name] for name in columns])
    # The file comes last: Django would open it to measure it, and it may be gone.
    image.file = row["file"]
    return image


def _variants(product: Product) -> list[Variant]:
    """Active variants in order, each with `offer`: its Price in the default currency, or None."""
    variants: list[Any] = list(
        Variant.objects.filter(product=product, is_active=True)
        .annotate(its_price=FilteredRelation("prices", condition=Q(prices__currency=settings.DEFAULT_CURRENCY)))
        .annotate(**{f"offer_{name}": F(f"its_price__{name}") for name in OFFER_COLUMNS})
        .order_by("position", "id")
    )
    for variant in variants:
        variant.product = product
        variant.offer = _offer(variant)
    return variants


def _offer(variant: Any) -> Price | None:
    if variant.offer_id is None:
        return None
    columns = {name: getattr(variant, f"offer_{name}") for name in OFFER_COLUMNS}
    return Price(variant=variant, currency=settings.DEFAULT_CURRENCY, **columns)


def _options(variants: list[Variant]) -> dict[str, list[str]]:
    options: dict[str, list[str]] = {}
    for variant in variants:
        for code, value in variant.options.items():
            values = options.setdefault(code, [])
            if value not in values:
                values.append(value)
    return options


def _attributes(product: Product, named: dict) -> list[tuple[str, str]]:
    """Names with their values as text, in the attributes' order; an attribute that nobody named is left out."""
    return [
        (name, _as_text(product.attributes[code], unit))
        for code, (name, unit, _kind) in named.items()
        if product.attributes.get(code) not in (None, "", [])
    ]


def _as_text(value, unit: str) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(_as_text(one, unit) for one in value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value} {unit}".strip()


def _category(product: Any) -> Category | None:
    row = product.its_category
    return Category.from_db("default", list(row), list(row.values())) if row else None
