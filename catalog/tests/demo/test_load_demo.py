import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection

from catalog.demo.assortment import departments, lines
from catalog.demo.load import LOCK
from catalog.models import Category, Image, Product, Review, Variant
from catalog.tests.demo.state import state_of_shop, versions

pytestmark = pytest.mark.django_db


def test_the_whole_shop(load_demo):
    load_demo()
    assert Product.objects.count() == len(lines()) >= 290
    assert Category.objects.filter(depth=1).count() == len(departments()) == 7
    assert Category.objects.filter(depth=2).count() == 27
    assert Variant.objects.count() > 900
    live = Product.objects.live()
    assert live.filter(price=None).exists()
    assert live.filter(image_file="").exists()
    assert {row.stock_band for row in live} == {0, 1, 2}
    assert 10 < sum(product.is_on_sale for product in live) < 60
    assert Review.objects.filter(status="pending").count() > 20
    assert live.filter(rating_count__gte=3).count() > 240
    assert not any(customer.has_usable_password() for customer in get_user_model().objects.all())


def test_derived_columns_are_what_the_database_would_compute(load_demo):
    load_demo(450)
    derived = "price", "list_price", "stock_band", "image_file", "rating", "rating_count", "category_ids", "facet_ids"
    kept, computed = (", ".join(f"{row}.{column}" for column in derived) for row in "pd")
    assert (
        _count(
            f"catalog_product p JOIN catalog_product_derived d USING (id) WHERE ({kept}) IS DISTINCT FROM ({computed})"
        )
        == 0
    )
    assert _count("catalog_product WHERE search IS NULL") == 0
    assert _count("catalog_listing") == _count("catalog_listing_derived") > 800


def _count(what):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {what}")
        return cursor.fetchone()[0]


def test_a_second_run_writes_nothing(load_demo):
    load_demo(320)
    before = versions()
    assert load_demo(320).products == 0
    assert versions() == before


def test_what_an_editor_changed_or_deleted_stays_so(load_demo):
    load_demo(40)
    Product.objects.filter(source_id="3").update(title="Ours now")
    Product.objects.get(source_id="7").delete()
    load_demo(40)
    assert Product.objects.get(source_id="3").title == "Ours now"
    assert not Product.objects.filter(source_id="7").exists()


@pytest.mark.parametrize("steps", [(30, 310), (1, 297, 300, 310)])
def test_the_road_does_not_show_in_the_result(load_demo, steps):
    load_demo(310)
    at_once = state_of_shop()
    Product.objects.all().delete()
    for products in steps:
        load_demo(products)
    assert state_of_shop() == at_once


def test_generated_products_use_pictures_that_are_there(load_demo):
    load_demo(600)
    by_hand = [str(line.number) for line in lines()]
    drawn = set(Image.objects.filter(product__source_id__in=by_hand).values_list("file", flat=True))
    used = set(Image.objects.exclude(product__source_id__in=by_hand).values_list("file", flat=True))
    assert used <= drawn


def test_two_at_once_are_refused(monkeypatch):
    monkeypatch.setattr("catalog.demo.load.WAIT_SECONDS", 0)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        with pytest.raises(CommandError, match="Another load_demo is running"):
            call_command("load_demo", "--no-pictures")
    finally:
        other.close()


@pytest.mark.parametrize("products", ["0", "-5", "1000001"])
def test_an_impossible_number_is_refused(products):
    with pytest.raises(CommandError, match="must be from 1 to 1000000"):
        call_command("load_demo", "--products", products)
