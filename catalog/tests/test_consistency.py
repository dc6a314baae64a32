"""check_consistency finds each kind of wrong row, says so by its exit code, and repairs it."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from catalog import consistency
from catalog.models import Listing, OldSlug, Price, Product, Variant
from catalog.tests.queries.shop_of import category, facet, product

pytestmark = pytest.mark.django_db


@pytest.fixture
def tee():
    facet("colour")
    return product("Tee", category("Tops", category("Men")), brand="Acme", attributes={"colour": "Red"})


def checked(*options):
    """Exit code and what was printed."""
    out = StringIO()
    try:
        call_command("check_consistency", *options, stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def behind_the_triggers(sql):
    """Runs SQL as a fault would have it: no trigger fires."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SET LOCAL session_replication_role = replica; {sql}; SET LOCAL session_replication_role = origin"
        )


FAULTS = {
    "a price": "UPDATE catalog_product SET price = 1",
    "a category list": "UPDATE catalog_product SET category_ids = '{}'",
    "a search vector": "UPDATE catalog_product SET search = NULL",
    "facets": "UPDATE catalog_product SET facet_ids = '{}'",
    "a facet value": "DELETE FROM catalog_facetvalue WHERE value = 'Red'; UPDATE catalog_product SET facet_ids = '{}'",
    "a missing listing": "DELETE FROM catalog_listing WHERE id = (SELECT min(id) FROM catalog_listing)",
    "an old listing": "UPDATE catalog_listing SET price = 1",
    "a listing too many": "UPDATE catalog_product SET status = 'draft'",
    "a band": "UPDATE catalog_variant SET stock_band = 0; UPDATE catalog_product SET stock_band = 0",
    "a category's address": "UPDATE catalog_category SET url_path = 'x' || id",
    "a number of children": "UPDATE catalog_category SET numchild = 7",
    "an old address in use": "INSERT INTO catalog_oldslug (old_path, product_id) "
    "SELECT 'p/tee', id FROM catalog_product",
}


def state():
    return (
        list(Product.objects.values_list("price", "category_ids", "stock_band", "search")),
        list(Listing.objects.order_by("category").values_list("category", "product", "price", "stock_band")),
        list(Variant.objects.values_list("stock_band")),
        list(OldSlug.objects.values_list("old_path")),
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_and_repaired(tee, fault):
    before = state()
    behind_the_triggers(FAULTS[fault])
    code, said = checked()
    assert code == 1 and "wrong" in said and "--repair" in said
    assert checked("--repair")[0] == 0
    assert checked() == (0, checked()[1])
    # What was wrong stays as an old address, which somebody may have kept; a draft was the editor's own wish.
    OldSlug.objects.filter(old_path__startswith="c/x").delete()
    assert state() == before or fault == "a listing too many"


def test_all_is_right_after_ordinary_writes(tee):
    Price.objects.update(amount=5)
    tee.title = "Other"
    tee.save()
    code, said = checked()
    assert code == 0
    assert "wrong" not in said


def test_tables_are_read_in_batches(tee, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(consistency, "BATCH", 2)
    for number in range(5):
        product(f"Cap {number}", category(f"Caps {number}"))
    behind_the_triggers("UPDATE catalog_product SET price = 1 WHERE title LIKE 'Cap%'")
    outcomes = {one.check.name: one for one in consistency.check_all(repair=False)}
    assert outcomes["products"].looked_at == 6
    assert outcomes["products"].wrong_count == 5
