"""What follows by itself: products whose time has come, and facets that an editor made."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Customer
from catalog import tasks
from catalog.models import Attribute, Category, FacetValue, Listing, Price, Product, ProductCategory, Variant

pytestmark = pytest.mark.django_db


@pytest.fixture
def mugs():
    """Five published mugs at 9.00, two of them white, in one category."""
    category = Category.objects.add_root({"name": "Mugs", "slug": "mugs"})
    Attribute.objects.create(code="colour", name="Colour")
    for number in range(5):
        colour = {"colour": "white"} if number < 2 else {}
        mug = Product.objects.create(title="Mug", slug=f"mug-{number}", status="published", attributes=colour)
        ProductCategory.objects.create(product=mug, category=category)
        Price.objects.create(variant=Variant.objects.create(product=mug, sku=f"MUG-{number}"), currency="USD", amount=9)
    return Product.objects.order_by("pk")


def pass_time(hours):
    """The rows become so much older; triggers, which would notice, stay out of it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL shop.defer_refresh = 'on'")
        cursor.execute("SET LOCAL shop.refreshing = 'on'")
        by = timedelta(hours=hours)
        cursor.execute(
            "UPDATE catalog_product SET publish_at = publish_at - %s, next_change_at = next_change_at - %s", [by, by]
        )
        cursor.execute("UPDATE catalog_price SET sale_from = sale_from - %s, sale_until = sale_until - %s", [by, by])
        cursor.execute("SET LOCAL shop.refreshing = 'off'")
        cursor.execute("SET LOCAL shop.defer_refresh = 'off'")


class TestDue:
    def test_a_product_goes_live_when_its_time_comes(self, mugs):
        mugs.update(publish_at=timezone.now() + timedelta(hours=1))
        assert tasks.refresh_due_products() == 0
        assert not Listing.objects.exists()
        pass_time(hours=2)
        assert tasks.refresh_due_products() == 5
        assert Listing.objects.count() == 5
        assert tasks.refresh_due_products() == 0

    def test_a_sale_begins_and_ends(self, mugs):
        now = timezone.now()
        Price.objects.update(sale_amount=5, sale_from=now + timedelta(hours=1), sale_until=now + timedelta(hours=3))
        before = mugs[0].version
        for price in (5, 9):
            pass_time(hours=2)
            tasks.refresh_due_products()
            assert {mug.price for mug in mugs.all()} == {price}
        assert mugs.all()[0].version > before

    def test_in_batches(self, mugs, monkeypatch, django_assert_num_queries):
        monkeypatch.setattr(tasks, "BATCH", 2)
        mugs.update(publish_at=timezone.now() + timedelta(hours=1))
        pass_time(hours=2)
        with django_assert_num_queries(3):  # two, two, one
            assert tasks.refresh_due_products() == 5


class TestFacet:
    def test_an_attribute_made_a_facet_reaches_the_products(self, mugs, monkeypatch):
        monkeypatch.setattr(tasks, "BATCH", 2)
        assert not any(mug.facet_ids for mug in mugs)
        Attribute.objects.filter(code="colour").update(is_facet=True)
        tasks.refresh_attribute("colour")
        white = FacetValue.objects.get(value="white")
        assert [mug.facet_ids for mug in mugs.all()] == [[white.pk], [white.pk], [], [], []]
        assert Listing.objects.filter(facet_ids__contains=[white.pk]).count() == 2

    def test_a_long_run_hands_over_to_the_next(self, mugs, monkeypatch, run_tasks):
        monkeypatch.setattr(tasks, "BATCH", 2)
        readings = iter([0, 0, 9, 0, 0, 9, 0, 0, 0])  # of the clock: begins, has time for a window, has none; …
        monkeypatch.setattr(tasks, "time", SimpleNamespace(monotonic=lambda: next(readings)))
        Attribute.objects.filter(code="colour").update(is_facet=True)
        tasks.refresh_attribute.later("colour", key="all colours")
        second, fourth = mugs[1].pk, mugs[3].pk
        assert run_tasks() == ["all colours", f"all colours from {second}", f"all colours from {fourth}"]
        assert Product.objects.exclude(facet_ids=[]).count() == 2

    def test_an_editor_switches_it(self, client, mugs, run_tasks):
        client.force_login(Customer.objects.create_superuser("editor@example.com", "the editor's own phrase"))
        attribute = Attribute.objects.get(code="colour")
        fields = {"name": "Colour", "kind": "text", "unit": "", "is_facet": "on", "position": "1"}
        path = reverse("admin:catalog_attribute_change", args=[attribute.pk])
        assert client.post(path, fields).status_code == 302
        run_tasks()
        assert Product.objects.exclude(facet_ids=[]).count() == 2
        client.post(path, fields | {"is_facet": ""})
        run_tasks()
        assert not Product.objects.exclude(facet_ids=[]).exists()

    def test_an_editor_deletes_it(self, client, mugs, run_tasks):
        Attribute.objects.filter(code="colour").update(is_facet=True)
        tasks.refresh_attribute("colour")
        client.force_login(Customer.objects.create_superuser("editor@example.com", "the editor's own phrase"))
        path = reverse("admin:catalog_attribute_delete", args=[Attribute.objects.get(code="colour").pk])
        assert client.post(path, {"post": "yes"}).status_code == 302
        run_tasks()
        assert not Product.objects.exclude(facet_ids=[]).exists()


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_share_the_work(mugs):
    """What one run holds, the other leaves to it instead of waiting."""
    mugs.update(publish_at=timezone.now() + timedelta(hours=1))
    with transaction.atomic():
        pass_time(hours=2)
    found = []

    def other_run():
        found.append(tasks.refresh_due_products())
        connection.close()

    with transaction.atomic():
        held = Product.objects.select_for_update().get(pk=mugs[0].pk)
        thread = threading.Thread(target=other_run)
        thread.start()
        thread.join(timeout=10)
    assert found == [4]
    assert tasks.refresh_due_products() == 1
    assert Listing.objects.filter(product=held).exists()
