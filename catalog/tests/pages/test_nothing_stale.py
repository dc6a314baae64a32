"""However the catalogue is changed: what is stored is, once the relay has heard of it, what would be rendered anew."""

import uuid

import pytest
from django.db import connection

from catalog.models import Product
from catalog.sitemaps import SHARD
from shop.caching import versions

pytestmark = pytest.mark.django_db

PAGES = (
    "/", "/c/kitchen/", "/c/kitchen/mugs/", "/c/kitchen/mugs/?sort=price", "/c/kitchen/mugs/?colour=Red", "/c/toys/",
    "/p/blue-mug-1/", "/p/blue-mug-2/", "/p/mug-of-old/", "/search/?q=mug", "/search/?q=zebra", "/search/?q=red",
    "/search/suggest/?q=mu", "/search/suggest/?q=zeb", "/sitemap.xml", "/sitemap-categories.xml",
)  # fmt: skip
MUG = "(SELECT id FROM catalog_product WHERE slug = 'blue-mug-1')"
VARIANT = f"(SELECT min(id) FROM catalog_variant WHERE product_id = {MUG})"
MUGS = "(SELECT id FROM catalog_category WHERE slug = 'mugs')"
TOYS = "(SELECT id FROM catalog_category WHERE slug = 'toys')"
WRITES = {
    "title": f"UPDATE catalog_product SET title = 'Zebra mug' WHERE id = {MUG}",
    "capitals": f"UPDATE catalog_product SET title = upper(title) WHERE id = {MUG}",
    "slug": f"UPDATE catalog_product SET slug = 'mug-of-new' WHERE id = {MUG}",
    "description": f"UPDATE catalog_product SET description = 'Of a zebra' WHERE id = {MUG}",
    "attributes": f"UPDATE catalog_product SET attributes = jsonb_build_object('colour', 'Striped') WHERE id = {MUG}",
    "popularity": f"UPDATE catalog_product SET popularity = 1 WHERE id = {MUG}",
    "withdrawn": f"UPDATE catalog_product SET status = 'archived' WHERE id = {MUG}",
    "no brand": f"UPDATE catalog_product SET brand_id = NULL WHERE id = {MUG}",
    "brand's name": "UPDATE catalog_brand SET name = 'Zebra & Sons'",
    "price": f"UPDATE catalog_price SET amount = 7 WHERE variant_id = {VARIANT}",
    "sale": f"UPDATE catalog_price SET sale_amount = 7 WHERE variant_id = {VARIANT}",
    "not for sale": f"DELETE FROM catalog_price WHERE variant_id = {VARIANT}",
    "sold out": f"UPDATE catalog_stock SET on_hand = 0 WHERE variant_id IN "
    f"(SELECT id FROM catalog_variant WHERE product_id = {MUG})",
    "size": f"UPDATE catalog_variant SET options = jsonb_build_object('size', 'XXL') WHERE id = {VARIANT}",
    "variant hidden": f"UPDATE catalog_variant SET is_active = false WHERE id = {VARIANT}",
    "picture": f"UPDATE catalog_image SET file = 'products/zebra.jpg' WHERE product_id = {MUG}",
    "picture's text": f"UPDATE catalog_image SET alt = 'A zebra' WHERE product_id = {MUG}",
    "review": f"UPDATE catalog_review SET rating = 1, text = 'Cold.' WHERE product_id = {MUG}",
    "review hidden": f"UPDATE catalog_review SET status = 'rejected' WHERE product_id = {MUG}",
    "related": "DELETE FROM catalog_relatedproduct WHERE id = "
    f"(SELECT min(id) FROM catalog_relatedproduct WHERE product_id = {MUG})",
    "listed elsewhere": f"UPDATE catalog_productcategory SET category_id = {TOYS} WHERE product_id = {MUG}",
    "category's name": f"UPDATE catalog_category SET name = 'Zebras' WHERE id = {MUGS}",
    "category's slug": f"UPDATE catalog_category SET slug = 'zebras' WHERE id = {MUGS}",
    "category's text": f"UPDATE catalog_category SET description = 'Zebras' WHERE id = {MUGS}",
    "category hidden": f"UPDATE catalog_category SET is_active = false WHERE id = {MUGS}",
    "attribute's name": "UPDATE catalog_attribute SET name = 'Stripes' WHERE code = 'colour'",
    "attribute's unit": "UPDATE catalog_attribute SET unit = 'mm' WHERE code = 'height'",
    "attribute's place": "UPDATE catalog_attribute SET position = 20 WHERE code = 'colour'",
    "old address": "INSERT INTO catalog_oldslug (old_path, product_id) "
    f"VALUES ('p/mug-of-old', {MUG}) ON CONFLICT (old_path) DO UPDATE SET product_id = excluded.product_id",
}


@pytest.fixture
def read(client):
    def read() -> dict[str, tuple]:
        """Page → status, address it leads to, content (not of error pages, which are stored nowhere)."""
        shard = Product.objects.order_by("pk")[0].pk // SHARD
        answers = {page: client.get(page) for page in (*PAGES, f"/sitemap-products-{shard}.xml")}
        return {
            page: (one.status_code, one.get("Location"), one.content if one.status_code == 200 else b"")
            for page, one in answers.items()
        }

    return read


@pytest.mark.parametrize("write", WRITES)
def test_what_is_stored_is_what_would_be_rendered(make_shop, relay, read, monkeypatch, write):
    make_shop(4)
    relay()
    before = read()
    with connection.cursor() as cursor:
        cursor.execute(WRITES[write])
    relay()
    stored = read()
    store_nowhere_known(monkeypatch)
    anew = read()
    assert [page for page in stored if stored[page] != anew[page]] == []
    assert anew != before, "no page shows this write: nothing is proved by it"


def store_nowhere_known(monkeypatch) -> None:
    """Pages and fragments under other keys: all are rendered."""
    other = uuid.uuid4().hex[:8]
    monkeypatch.setattr("shop.caching.versions.prefix", lambda: f"anew-{other}:")
    monkeypatch.setattr("shop.caching.memcached.stem", lambda cache: f"anew-{other}:{cache}:")
    versions.run(versions.EPOCH, [], "tests", "tests", 0)
