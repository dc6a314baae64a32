"""Puts planned products on the shelves: plain inserts, one transaction for each batch, one refresh at its end.

What is numbered at or below the highest number in the shop is never written again: editors' changes to the demo stay,
products that they deleted stay deleted, and a second run writes nothing.
"""

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils.text import slugify

from catalog.demo.assortment import lines
from catalog.demo.groundwork import CUSTOMERS
from catalog.demo.plan import PICTURE_SIDE, planned
from catalog.demo.related import related_pairs
from catalog.demo.reviews import reviews_of
from catalog.models import (
    Brand,
    Category,
    Image,
    Price,
    Product,
    ProductCategory,
    RelatedProduct,
    Review,
    Stock,
    Variant,
)  # fmt: skip

SOURCE = "demo"
BATCH = 300


def last_number():
    """The highest number of a demo product in the shop; 0 in an empty one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(source_id::integer), 0) FROM catalog_product WHERE source = %s", [SOURCE])
        return cursor.fetchone()[0]


def shelve(first, last):
    """Inserts the hand-written products numbered first…last, with all that hangs on them."""
    for start in range(first, last + 1, BATCH):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL shop.defer_refresh = 'on'; SET LOCAL pgtrigger.ignore = '{}'")  # see blow_up.sql
            _insert([planned(number) for number in range(start, min(start + BATCH, last + 1))])


def _insert(plans):
    products = _insert_products(plans)
    pairs = list(zip(plans, products, strict=True))
    variants = _insert_variants(pairs)
    _insert_pictures(pairs, variants)
    _insert_reviews(pairs)
    touched = _insert_related(plans)
    with connection.cursor() as cursor:
        cursor.execute("SELECT catalog_set_bands(%s)", [[variant.id for variant in variants]])
        cursor.execute("SELECT catalog_refresh(%s, false)", [[product.id for product in products]])
        cursor.execute("SELECT catalog_refresh(%s, true)", [touched])


def _insert_products(plans):
    brands = dict(Brand.objects.values_list("name", "id"))
    categories = dict(Category.objects.values_list("url_path", "id"))
    products = Product.objects.bulk_create(
        Product(
            source=SOURCE, source_id=str(plan.line.number), title=plan.line.title, slug=_slug(plan.line),
            brand_id=brands[plan.line.brand.name], part_number=plan.part_number, short_description=plan.line.opener,
            description=plan.description, attributes=plan.attributes, status=plan.status, popularity=plan.popularity,
            created_at=plan.created_at,
        )
        for plan in plans
    )  # fmt: skip
    ProductCategory.objects.bulk_create(
        ProductCategory(product=product, category_id=categories[f"{plan.line.department.slug}/{plan.line.leaf.slug}"])
        for plan, product in zip(plans, products, strict=True)
    )
    return products


def _slug(line):
    """From the title; should the shop have a product of that address already, with the number."""
    slug = slugify(line.title)
    return f"{slug}-{line.number}" if Product.objects.filter(slug=slug).exists() else slug


def _insert_variants(pairs):
    planned_variants = [(variant, product) for plan, product in pairs for variant in plan.variants]
    positions = [position for plan, _ in pairs for position in range(len(plan.variants))]
    variants = Variant.objects.bulk_create(
        Variant(
            product=product, sku=variant.sku, barcodes=[variant.barcode], options=variant.options, position=position,
            weight_grams=product.attributes.get("weight"),
        )
        for (variant, product), position in zip(planned_variants, positions, strict=True)
    )  # fmt: skip
    written = [(plan, variant) for (plan, _), variant in zip(planned_variants, variants, strict=True)]
    Stock.objects.bulk_create(Stock(variant=variant, on_hand=plan.on_hand) for plan, variant in written)
    Price.objects.bulk_create(
        Price(
            variant=variant, currency=price.currency, amount=price.amount, sale_amount=price.sale_amount,
            sale_from=price.sale_from, sale_until=price.sale_until,
        )
        for plan, variant in written
        for price in plan.prices
    )  # fmt: skip
    return variants


def _insert_pictures(pairs, variants):
    """A picture belongs to the first variant of its colour, and to none where colour is no choice."""
    of_colour = {(v.product_id, v.options["color"]): v for v in reversed(variants) if "color" in v.options}
    Image.objects.bulk_create(
        Image(
            product=product, variant=of_colour.get((product.id, picture.colour)) if picture.view == "whole" else None,
            file=picture.file, alt=picture.alt, position=position, width=PICTURE_SIDE, height=PICTURE_SIDE,
        )
        for plan, product in pairs
        for position, picture in enumerate(plan.pictures)
    )  # fmt: skip


def _insert_reviews(pairs):
    """The first reviewer of some products is a customer of the shop."""
    customers = list(get_user_model().objects.filter(email__in=[email for email, _ in CUSTOMERS]).order_by("email"))
    Review.objects.bulk_create(
        Review(
            product=product, source_id=review.source_id, author=review.author, rating=review.rating,
            title=review.title, text=review.text, status=review.status, created_at=review.created_at,
            customer=customers[plan.line.number % len(customers)] if place == 0 and plan.line.number % 3 == 0 else None,
        )
        for plan, product in pairs
        for place, review in enumerate(reviews_of(plan))
    )  # fmt: skip


def _insert_related(plans):
    """Pairs of which one is new and the other is there. Out: ids of products that now show another link."""
    new = {plan.line.number for plan in plans}
    ids = {
        int(number): id
        for number, id in Product.objects.filter(source=SOURCE, source_id__in=[str(line.number) for line in lines()])
        .values_list("source_id", "id")
    }  # fmt: skip
    wanted = [pair for pair in related_pairs() if new & {pair.number, pair.to} and {pair.number, pair.to} <= ids.keys()]
    RelatedProduct.objects.bulk_create(
        RelatedProduct(product_id=ids[pair.number], to_id=ids[pair.to], kind=pair.kind, position=pair.position)
        for pair in wanted
    )
    return [ids[number] for number in {pair.number for pair in wanted} - new]
