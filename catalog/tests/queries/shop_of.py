"""Shops for the tests of queries: a handful of products said one by one, or very many made by one statement."""

from django.db import connection

from catalog.models import (
    Attribute,
    Brand,
    Category,
    Price,
    Product,
    ProductCategory,
    Stock,
    Variant,
)

# Products with all that is derived already right, so that tens of thousands are there in seconds; their titles are of
# common and rarer words, their popularity falls as in a real shop, every third has no rating, some have no price.
MANY_SQL = """
SET LOCAL shop.defer_refresh = 'on';
INSERT INTO catalog_facetvalue (attribute_id, value)
SELECT a.id, value FROM catalog_attribute a, unnest(ARRAY['Acme', 'Bolt', 'Cobra', 'Delta']) value
WHERE a.code = 'brand' ON CONFLICT DO NOTHING;
INSERT INTO catalog_product (title, slug, brand_id, part_number, short_description, description, attributes, status,
    popularity, tax_class, source, source_id, price, list_price, price_varies, stock_band, rating, rating_count,
    category_ids, facet_ids, search)
SELECT title, 'many-' || n, %(brand)s, 'PN-' || n, 'A ' || title, repeat('Long words of it. ', 10), '{}', 'published',
    popularity, '', '', '', price, price, false, n %% 3, CASE WHEN n %% 3 > 0 THEN 1 + n %% 5 END, n %% 4,
    ARRAY[%(category)s::bigint], ARRAY[facet], setweight(to_tsvector('shop', title || ' pn' || n), 'A')
FROM (SELECT n, 3000 / (1 + n %% 997) AS popularity, CASE WHEN n %% 50 > 0 THEN 1 + n %% 300 END AS price,
             (ARRAY['Red', 'Blue', 'Green', 'Oak'])[1 + n %% 4] || ' ' || (ARRAY['mug', 'lamp', 'chair'])[1 + n %% 3]
             || ' model' || n %% 2000 AS title,
             (SELECT id FROM catalog_facetvalue v WHERE v.value = (ARRAY['Acme', 'Bolt', 'Cobra', 'Delta'])[1 + n %% 4])
                AS facet
      FROM generate_series(1, %(count)s) n) made;
INSERT INTO catalog_productcategory (product_id, category_id, position)
SELECT id, %(category)s, 0 FROM catalog_product WHERE slug LIKE 'many-%%';
INSERT INTO catalog_listing (category_id, product_id, popularity, price, rating, created_at, stock_band, facet_ids)
SELECT category_id, product_id, popularity, price, rating, created_at, stock_band, facet_ids
FROM catalog_listing_derived WHERE category_id = %(category)s ON CONFLICT DO NOTHING;
SET LOCAL shop.defer_refresh = 'off';
"""


def many_products(category: Category, count: int) -> None:
    brand, _ = Brand.objects.get_or_create(name="Acme", slug="acme")
    with connection.cursor() as cursor:
        cursor.execute(MANY_SQL, {"category": category.pk, "brand": brand.pk, "count": count})
        cursor.execute("SELECT catalog_count_words()")


def category(name: str, parent: Category | None = None) -> Category:
    values = {"name": name, "slug": name.lower().replace(" ", "-")}
    return Category.objects.add_child(parent, values) if parent else Category.objects.add_root(values)


def facet(code: str, **options) -> Attribute:
    return Attribute.objects.create(code=code, name=code.capitalize(), is_facet=True, **options)


def product(title: str, place: Category, *, price=10, brand=None, on_hand=9, attributes=None, **columns) -> Product:
    """A published product with one variant; without a price when `price` is None."""
    slug = columns.pop("slug", title.lower().replace(" ", "-"))
    if brand:
        columns["brand"], _ = Brand.objects.get_or_create(name=brand, slug=brand.lower())
    made = Product.objects.create(title=title, slug=slug, status="published", attributes=attributes or {}, **columns)
    ProductCategory.objects.create(product=made, category=place)
    variant = Variant.objects.create(product=made, sku=columns.get("part_number") or slug)
    if price is not None:
        Price.objects.create(variant=variant, currency="USD", amount=price)
    Stock.objects.create(variant=variant, on_hand=on_hand)
    return Product.objects.get(pk=made.pk)
