"""What the demo looks like, without ids and times of writing: to compare two shops."""

from django.db import connection

QUERIES = (
    """
    SELECT p.source_id::integer, p.title, p.slug, b.name, p.part_number, p.description, p.attributes::text, p.status,
           p.popularity, p.created_at, p.price, p.list_price, p.stock_band, p.image_file, p.rating, p.rating_count
    FROM catalog_product p JOIN catalog_brand b ON b.id = p.brand_id ORDER BY 1
    """,
    """
    SELECT v.sku, v.options::text, v.position, v.stock_band, s.on_hand
    FROM catalog_variant v JOIN catalog_stock s ON s.variant_id = v.id ORDER BY 1
    """,
    """
    SELECT v.sku, c.currency, c.amount, c.sale_amount, c.sale_from, c.sale_until
    FROM catalog_price c JOIN catalog_variant v ON v.id = c.variant_id ORDER BY 1, 2
    """,
    """
    SELECT p.slug, r.source_id, r.author, r.rating, r.title, r.text, r.status, r.created_at
    FROM catalog_review r JOIN catalog_product p ON p.id = r.product_id ORDER BY 1, 2
    """,
    """
    SELECT p.slug, other.slug, r.kind, r.position
    FROM catalog_relatedproduct r JOIN catalog_product p ON p.id = r.product_id
    JOIN catalog_product other ON other.id = r.to_id ORDER BY 1, 2, 3
    """,
    """
    SELECT p.slug, i.file, i.alt, i.position
    FROM catalog_image i JOIN catalog_product p ON p.id = i.product_id ORDER BY 1, 4
    """,
    """
    SELECT p.slug, c.url_path
    FROM catalog_listing l JOIN catalog_product p ON p.id = l.product_id
    JOIN catalog_category c ON c.id = l.category_id ORDER BY 1, 2
    """,
)
TABLES = (
    "product", "variant", "price", "stock", "image", "review", "listing", "category", "brand", "relatedproduct",
    "facetvalue",
)  # fmt: skip


def state_of_shop():
    """One list of rows for each of the queries."""
    return [_rows(query) for query in QUERIES]


def versions():
    """Where each row of the tables that a load writes lies on disk: writing a row again moves it."""
    place = "md5(string_agg(ctid::text, ',' ORDER BY ctid))"
    return [_rows(f"SELECT count(*), {place} FROM catalog_{name}") for name in TABLES]


def _rows(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()
