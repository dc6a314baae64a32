"""Ways by zone, weight and amount; taxes by country, state and class."""

from decimal import Decimal

import pytest

from cart.models import Promotion
from catalog.models import Product, Variant
from checkout.defaults import ensure_defaults
from checkout.models import Order, ShippingMethod, TaxZone
from checkout.shipping import offered
from checkout.taxes import tax_of

pytestmark = pytest.mark.django_db
GB, NEW_YORK = {"country_code": "GB"}, {"country_code": "US", "country_area": "NY"}


def codes(address, goods="20.00", grams=500) -> list[str]:
    return [way.code for way in offered(address, Decimal(goods), grams)]


class TestWays:
    @pytest.fixture
    def only(self):
        """Call it: the shop's one way."""
        ShippingMethod.objects.all().delete()
        about = {"name": "Post", "code": "post", "price": Decimal("5.00")}
        return lambda **more: ShippingMethod.objects.create(**about | more)

    def test_a_new_shop_can_send(self):
        assert codes(GB) == ["standard-europe", "express-europe"]
        assert codes(NEW_YORK) == ["standard", "express", "pick-up"]
        assert codes(GB, grams=40_000) == ["freight"]
        assert codes({"country_code": "BR"}) == []

    def test_none_that_rests(self, only):
        only(is_active=False)
        assert codes(GB) == []

    @pytest.mark.parametrize(("countries", "goes"), [([], True), (["GB", "FR"], True), (["FR"], False)])
    def test_by_zone(self, only, countries, goes):
        only(countries=countries)
        assert bool(codes(GB)) == goes

    @pytest.mark.parametrize(("grams", "goes"), [(99, False), (100, True), (200, True), (201, False)])
    def test_by_weight(self, only, grams, goes):
        only(min_grams=100, max_grams=200)
        assert bool(codes(GB, grams=grams)) == goes

    @pytest.mark.parametrize(("goods", "goes"), [("9.99", False), ("10", True), ("20", True), ("20.01", False)])
    def test_by_amount(self, only, goods, goes):
        only(min_goods=10, max_goods=20)
        assert bool(codes(GB, goods)) == goes

    @pytest.mark.parametrize(("goods", "price"), [("49.99", "5.00"), ("50.00", "0.00")])
    def test_free_from_an_amount(self, only, goods, price):
        only(free_from=50)
        assert [str(way.price) for way in offered(GB, Decimal(goods), 0)] == [price]

    def test_the_parcel_weighs_all_pieces(self, buyer, variant):
        Variant.objects.filter(pk=variant.pk).update(weight_grams=10_001)
        buyer.add(variant, 3)
        buyer.say_address()
        page = buyer.get("shipping").content.decode()
        assert "Freight" in page and "Standard" not in page

    def test_the_discount_counts_before_free_delivery(self, buyer, make_variant):
        Promotion.objects.create(name="Ten off", kind=Promotion.Kind.AMOUNT, value=10)
        buyer.walk(make_variant(price="105.00"))
        buyer.order()
        assert Order.objects.get().shipping == Decimal("6.90")  # 95.00, and free from 100

    def test_free_delivery_by_promotion(self, buyer, variant):
        Promotion.objects.create(name="We bring it", kind=Promotion.Kind.FREE_SHIPPING)
        buyer.add(variant)
        buyer.say_address()
        assert "$6.90" not in buyer.get("shipping").content.decode()
        buyer.choose()
        buyer.order()
        assert Order.objects.get().total == Decimal("19.99")


class TestTaxes:
    def test_included_where_prices_have_them(self):
        tax = tax_of(GB)
        assert (tax.included, tax.rate(""), tax.rate("books"), tax.shipping) == (
            True,
            *map(Decimal, ("0.2", "0", "0.2")),
        )

    def test_on_top_by_state(self):
        assert (tax_of(NEW_YORK).included, tax_of(NEW_YORK).rate("")) == (False, Decimal("0.04"))
        assert not tax_of({"country_code": "US", "country_area": "OR"}).rate("")

    def test_a_province_comes_before_its_country(self):
        assert tax_of({"country_code": "CA", "country_area": "ON"}).rate("") == Decimal("0.13")
        assert tax_of({"country_code": "CA", "country_area": "AB"}).rate("") == Decimal("0.05")

    def test_an_order_adds_what_comes_on_top(self, buyer, variant):
        buyer.add(variant)
        buyer.say_address(country_code="US", country_area="NY", city="New York", postal_code="10001")
        buyer.choose("standard")
        buyer.order()
        order = Order.objects.get()
        assert (order.tax_included, order.tax) == (False, Decimal("0.80") + Decimal("0.20"))
        assert order.total == Decimal("19.99") + Decimal("4.90") + Decimal("1.00")

    def test_a_class_of_its_own(self, buyer, variant):
        Product.objects.filter(pk=variant.product_id).update(tax_class="books")
        buyer.buy(variant)
        line = Order.objects.get().lines.get()
        assert (line.tax_rate, line.tax) == (0, 0)


def test_what_editors_left_out_stays_out():
    ShippingMethod.objects.exclude(code="standard").delete()
    TaxZone.objects.exclude(country_code="GB").delete()
    ensure_defaults()
    assert ShippingMethod.objects.count() == TaxZone.objects.count() == 1
