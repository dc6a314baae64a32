"""A second import writes nothing, a changed file what changed; editors' work stays where the file is silent."""

from decimal import Decimal

import pytest
from django.db import connection

from catalog.imports import batches
from catalog.models import Brand, Category, ImportRun, OldSlug, Price, Product, Stock, Variant

pytestmark = pytest.mark.django_db

FILE = """id,name,price,stock
1,Mug,5,9
2,Bowl,6,9
3,Plate,7,9
"""
SHOPIFY = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty,Image Src\n"


def states():
    """The physical version of every catalogue row: it moves with any write, even one that changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'catalog\\_%' AND relkind = 'r'")
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*), array_agg((ctid, xmin)::text ORDER BY ctid) FROM {table}")
            found[table] = cursor.fetchone()
    return found


def versions():
    return dict(Product.objects.values_list("source_id", "version"))


@pytest.fixture
def imported(import_text, simple):
    assert import_text("csv", FILE, mapping=simple).code == 0
    return lambda text=FILE: import_text("csv", text, mapping=simple)


def test_the_second_time_nothing_at_all_is_written(imported):
    before = states()
    outcome = imported()
    assert outcome.code == 0
    assert "0 products changed" in outcome.out
    assert states() == before


def test_only_what_changed_gets_a_new_version(imported):
    before = versions()
    imported(FILE.replace("Bowl,6", "Bowl,6.50"))
    after = versions()
    assert {key for key in after if after[key] != before[key]} == {"2"}
    assert Product.objects.get(source_id="2").price == Decimal("6.50")


def test_stock_follows_the_file_but_never_below_what_is_promised(imported):
    Stock.objects.filter(variant__sku="1").update(reserved=3)
    before = versions()
    imported(FILE.replace("Mug,5,9", "Mug,5,8").replace("Bowl,6,9", "Bowl,6,2").replace("Plate,7,9", "Plate,7,0"))
    assert dict(Stock.objects.values_list("variant__sku", "on_hand")) == {"1": 8, "2": 2, "3": 0}
    after = versions()
    assert {key for key in after if after[key] != before[key]} == {"2", "3"}  # only where the shown band moved
    imported(FILE.replace("Mug,5,9", "Mug,5,1"))
    assert Stock.objects.get(variant__sku="1").on_hand == 3


def test_invented_stock_is_never_written_over_what_was_sold(import_text, mapping):
    constant = mapping('[product]\nsource_id = "id"\ntitle = "name"\n[stock]\nconstant = 50\n')
    import_text("csv", FILE, mapping=constant)
    Stock.objects.filter(variant__sku="1").update(on_hand=41)
    import_text("csv", FILE, mapping=constant)
    assert Stock.objects.get(variant__sku="1").on_hand == 41


def test_what_editors_did_stays_where_the_file_is_silent(imported):
    brand = Brand.objects.create(name="Halden", slug="halden")
    Product.objects.filter(source_id="1").update(
        status="archived",
        brand=brand,
        description="<p>Ours.</p>",
        attributes={"glaze": "matt"},
        popularity=5,
        slug="our-mug",
    )
    Price.objects.create(variant=Variant.objects.get(sku="1"), currency="EUR", amount=4)
    imported()
    mug = Product.objects.get(source_id="1")
    assert (mug.status, mug.brand, mug.description, mug.attributes, mug.popularity, mug.slug) == (
        "archived", brand, "<p>Ours.</p>", {"glaze": "matt"}, 5, "our-mug",
    )  # fmt: skip
    assert Price.objects.filter(variant__sku="1").count() == 2


def test_what_the_file_says_comes_back(imported):
    Product.objects.filter(source_id="1").update(title="Cup")
    Price.objects.filter(variant__sku="1").update(amount=99)
    imported()
    mug = Product.objects.get(source_id="1")
    assert (mug.title, mug.price) == ("Mug", Decimal(5))


def test_a_price_that_is_gone_is_removed(imported):
    imported(FILE.replace("Mug,5,", "Mug,,"))
    assert Product.objects.get(source_id="1").price is None


def test_a_renamed_category_is_found_by_its_old_address(import_text, mapping):
    """An editor renamed and moved it; the file's name still leads there, and no second one is made."""
    placed = mapping('[product]\nsource_id = "id"\ntitle = "name"\n[categories]\npath = ["Kitchen", "Mugs"]\n')
    import_text("csv", FILE, mapping=placed)
    category = Category.objects.get(url_path="kitchen/mugs")
    category.name, category.slug = "Cups", "cups"
    category.save()
    import_text("csv", FILE + "4,New,1,1\n", mapping=placed)
    assert Category.objects.count() == 2
    assert Product.objects.filter(categories__name="Cups").count() == 4


def test_a_variant_that_is_gone_is_switched_off_not_deleted(import_text):
    """It may lie in a cart."""
    import_text("shopify", SHOPIFY + "tee,Tee,Size,S,T-S,5,1,http://i/1\ntee,,,M,T-M,5,1,http://i/2\n")
    gone = Variant.objects.get(sku="T-M")
    import_text("shopify", SHOPIFY + "tee,Tee,Size,S,T-S,5,1,http://i/1\n")
    gone.refresh_from_db()
    assert not gone.is_active
    assert [image.source_url for image in Product.objects.get().images.all()] == ["http://i/1"]
    import_text("shopify", SHOPIFY + "tee,Tee,Size,S,T-S,5,1,http://i/1\ntee,,,M,T-M,5,1,http://i/2\n")
    gone.refresh_from_db()
    assert gone.is_active


def test_a_sku_may_move_to_another_product_of_its_source(import_text):
    import_text("shopify", SHOPIFY + "a,A,Size,S,X,5,1,\na,,,M,Y,5,1,\nb,B,Size,S,Z,5,1,\n")
    import_text("shopify", SHOPIFY + "a,A,Size,S,X,5,1,\nb,B,Size,S,Z,5,1,\nb,,,M,Y,5,1,\n")
    assert Variant.objects.get(sku="Y").product.source_id == "b"


def test_a_sku_of_another_source_is_refused(imported, import_text):
    outcome = import_text("shopify", SHOPIFY + "tee,Tee,,,1,5,1,\nhat,Hat,,,H,5,1,\n")
    assert outcome.reasons == [(2, "sku", "belongs to product 1 of simple already")]
    assert Product.objects.filter(source="shopify").count() == 1


def test_a_new_title_moves_the_page_and_the_old_address_redirects(imported):
    imported(FILE.replace("Bowl", "Deep bowl"))
    bowl = Product.objects.get(source_id="2")
    assert bowl.slug == "deep-bowl"
    assert OldSlug.objects.get(old_path="p/bowl").product == bowl


def test_runs_are_remembered_once_and_restart_begins_at_the_top(import_text, simple, monkeypatch):
    monkeypatch.setattr(batches, "MAX_RECORDS", 2)
    import_text("csv", FILE, mapping=simple)
    run = ImportRun.objects.get()
    assert (run.source, run.rows_done) == ("simple", 3)
    assert run.finished_at
    ImportRun.objects.update(finished_at=None, rows_done=2)
    Product.objects.update(title="x")
    assert "2 of them were taken by a run that was stopped" in import_text("csv", FILE, mapping=simple).out
    assert sorted(Product.objects.values_list("title", flat=True)) == ["Plate", "x", "x"]
    ImportRun.objects.update(finished_at=None, rows_done=2)
    import_text("csv", FILE, mapping=simple, restart=True)
    assert sorted(Product.objects.values_list("title", flat=True)) == ["Bowl", "Mug", "Plate"]
