"""What is denormalised on a product follows every write, however it is made, and nothing else changes it."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from catalog.models import (
    Attribute,
    Brand,
    Category,
    FacetValue,
    Image,
    Listing,
    OldSlug,
    Price,
    Product,
    ProductCategory,
    Review,
    Stock,
    Variant,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tops():
    men = Category.objects.add_root({"name": "Men", "slug": "men"})
    return Category.objects.add_child(men, {"name": "Tops", "slug": "tops"})


@pytest.fixture
def tee(tops):
    """A published T-shirt in Men › Tops: one variant at 20.00 USD, ten in stock."""
    Attribute.objects.create(code="size", name="Size", is_facet=True)
    product = Product.objects.create(
        title="Plain tee", slug="plain-tee", status="published", brand=Brand.objects.create(name="Acme", slug="acme")
    )
    ProductCategory.objects.create(product=product, category=tops)
    variant = Variant.objects.create(product=product, sku="TEE-M", options={"size": "M"})
    Price.objects.create(variant=variant, currency="USD", amount=20)
    Stock.objects.create(variant=variant, on_hand=10)
    return fresh(product)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def run_sql(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def facet_values(product):
    return set(FacetValue.objects.filter(id__in=product.facet_ids).values_list("value", flat=True))


def test_price_stock_facets_and_listing_of_a_new_product(tee, tops):
    assert (tee.price, tee.list_price, tee.price_varies) == (Decimal(20), Decimal(20), False)
    assert tee.stock_band == Product.Band.IN_STOCK
    assert facet_values(tee) == {"Acme", "M"}
    assert set(tee.category_ids) == set(Category.objects.values_list("pk", flat=True))
    assert Listing.objects.filter(product=tee, price=20, stock_band=2).count() == 2


class TestVersion:
    @pytest.mark.parametrize(
        "write",
        [
            lambda tee: Product.objects.filter(pk=tee.pk).update(title="Other"),
            lambda tee: run_sql("UPDATE catalog_product SET description = 'x' WHERE id = %s", tee.pk),
            lambda tee: Price.objects.update(amount=30),
            lambda tee: Price.objects.all().delete(),
            lambda tee: Price.objects.update(sale_amount=10),
            lambda tee: Variant.objects.update(options={"size": "XL"}),
            lambda tee: Variant.objects.create(product=tee, sku="TEE-L"),
            lambda tee: Variant.objects.all().delete(),
            lambda tee: Image.objects.create(product=tee, source_url="http://x/y.jpg"),
            lambda tee: Review.objects.create(product=tee, author="A", rating=5, text="!", status="approved"),
            lambda tee: Stock.objects.update(on_hand=2),
            lambda tee: Brand.objects.update(name="Zenith"),
            lambda tee: Category.objects.filter(slug="men").update(is_active=False),
        ],
    )
    def test_rises_with_whatever_is_shown(self, tee, write):
        write(tee)
        after = fresh(tee)
        assert after.version > tee.version

    @pytest.mark.parametrize(
        "write",
        [
            lambda tee: tee.save(),
            lambda tee: Price.objects.update(amount=20),
            lambda tee: Variant.objects.update(sku="TEE-M"),
            lambda tee: Stock.objects.update(on_hand=9),  # the band stays "in stock"
            lambda tee: Product.objects.update(title="Plain tee"),
        ],
    )
    def test_stays_when_nothing_shown_changes(self, tee, write):
        write(tee)
        assert fresh(tee).version == tee.version


def test_an_instance_read_before_brings_nothing_back(tee):
    Price.objects.update(amount=35)
    tee.save()
    tee.title = "Renamed"
    tee.save()
    assert (fresh(tee).price, fresh(tee).title) == (Decimal(35), "Renamed")
    variant = Variant.objects.get()
    Stock.objects.update(on_hand=0)
    variant.save()
    assert (fresh(variant).stock_band, fresh(tee).stock_band) == (0, 0)


def test_the_cheapest_variant_on_sale_gives_the_price(tee):
    large = Variant.objects.create(product=tee, sku="TEE-L", options={"size": "L"})
    now = timezone.now()
    Price.objects.create(variant=large, currency="USD", amount=25, sale_amount=15, sale_until=now + timedelta(days=1))
    Price.objects.create(variant=large, currency="EUR", amount=1)
    product = fresh(tee)
    assert (product.price, product.list_price, product.price_varies) == (Decimal(15), Decimal(25), True)
    assert product.next_change_at == now + timedelta(days=1)


def test_a_product_without_a_price_is_kept_and_listed(tee):
    Price.objects.all().delete()
    assert fresh(tee).price is None
    assert Listing.objects.filter(product=tee, price=None).count() == 2


def test_only_approved_reviews_count(tee):
    for rating, status in ((5, "approved"), (2, "approved"), (1, "pending"), (1, "rejected")):
        Review.objects.create(product=tee, author="A", rating=rating, text="!", status=status)
    assert (fresh(tee).rating, fresh(tee).rating_count) == (Decimal("3.50"), 2)


class TestListing:
    @pytest.mark.parametrize(
        "change",
        [
            {"status": "draft"},
            {"status": "archived"},
            {"publish_at": timezone.now() + timedelta(hours=1)},
            {"unpublish_at": timezone.now() - timedelta(hours=1)},
        ],
    )
    def test_a_product_that_is_not_live_is_not_listed(self, tee, change):
        Product.objects.filter(pk=tee.pk).update(**change)
        assert not Listing.objects.exists()

    def test_what_becomes_due_is_listed_by_a_refresh(self, tee):
        # The clock is no write: a due product is refreshed by the beat. Here a publish time that has just passed.
        run_sql("SET LOCAL shop.defer_refresh = 'on'")
        Product.objects.update(publish_at=timezone.now() - timedelta(seconds=1))
        Listing.objects.all().delete()
        run_sql("SELECT catalog_refresh(ARRAY[%s]::bigint[])", tee.pk)
        assert Listing.objects.count() == 2

    def test_a_hidden_category_lists_nothing(self, tee, tops):
        Category.objects.filter(pk=tops.pk).update(is_active=False)
        assert list(Listing.objects.values_list("category__slug", flat=True)) == ["men"]

    def test_a_moved_category_takes_its_products_along(self, tee, tops):
        women = Category.objects.add_root({"name": "Women", "slug": "women"})
        Category.objects.move(fresh(tops), women, "first-child")
        assert set(Listing.objects.values_list("category__slug", flat=True)) == {"women", "tops"}
        assert fresh(tops).url_path == "women/tops"

    def test_a_deleted_category_lists_nothing(self, tee, tops):
        fresh(tops).delete()
        assert not Listing.objects.exists()


def test_old_addresses_lead_to_what_had_them_last(tee):
    Product.objects.update(slug="tee-2")
    Product.objects.update(slug="tee-3")
    assert set(OldSlug.objects.values_list("old_path", "product_id")) == {
        ("p/plain-tee", tee.pk),
        ("p/tee-2", tee.pk),
    }
    Product.objects.update(slug="plain-tee")
    assert not OldSlug.objects.filter(old_path="p/plain-tee").exists()


def test_a_renamed_category_keeps_its_old_addresses(tops):
    Category.objects.filter(slug="men").update(slug="gents")
    assert fresh(tops).url_path == "gents/tops"
    assert set(OldSlug.objects.values_list("old_path", flat=True)) == {"c/men", "c/men/tops"}


def test_a_bulk_load_refreshes_once_when_it_says_so(tee):
    with transaction.atomic():
        run_sql("SET LOCAL shop.defer_refresh = 'on'")
        Price.objects.update(amount=50)
        assert fresh(tee).price == 20
        run_sql("SELECT catalog_refresh(ARRAY[%s]::bigint[], true)", tee.pk)
    assert fresh(tee).price == 50


@pytest.mark.parametrize(
    "write",
    [
        lambda: Stock.objects.update(reserved=11),
        lambda: Stock.objects.update(reserved=-1),
        lambda: Price.objects.update(amount=-1),
        lambda: Price.objects.update(sale_amount=20),
        lambda: Product.objects.update(publish_at=timezone.now(), unpublish_at=timezone.now() - timedelta(days=1)),
    ],
)
def test_impossible_values_are_refused(tee, write):
    with pytest.raises(IntegrityError):
        write()


@pytest.mark.django_db(transaction=True)
class TestTwoWritersOfOneProduct:
    """Each changes the price of another variant at the same moment; the product must show what both ended in."""

    @pytest.fixture
    def both_priced(self, tee):
        large = Variant.objects.create(product=tee, sku="TEE-L")
        Price.objects.create(variant=large, currency="USD", amount=20)
        return tee

    def write_at_once(self, amounts):
        barrier = threading.Barrier(len(amounts))

        def write(sku, amount):
            try:
                with transaction.atomic():
                    barrier.wait(timeout=10)
                    Price.objects.filter(variant__sku=sku).update(amount=amount)
            finally:
                connection.close()

        writers = [threading.Thread(target=write, args=pair) for pair in amounts.items()]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()

    def goes_wrong(self, product, rounds):
        for number in range(1, rounds + 1):
            # M gets cheap in odd rounds, L in even ones, so that losing either write shows.
            cheap, dear = number, 1000 + number
            self.write_at_once({"TEE-M": cheap if number % 2 else dear, "TEE-L": dear if number % 2 else cheap})
            if fresh(product).price != cheap:
                return True
        return False

    def test_both_are_seen(self, both_priced):
        assert not self.goes_wrong(both_priced, rounds=20)

    def test_without_the_row_lock_one_is_lost(self, both_priced):
        lock = "PERFORM FROM catalog_product WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;"
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_functiondef('catalog_refresh'::regproc)")
            guarded = cursor.fetchone()[0]
            assert lock in guarded
            try:
                cursor.execute(guarded.replace(lock, ""))
                assert self.goes_wrong(both_priced, rounds=200)
            finally:
                cursor.execute(guarded)
