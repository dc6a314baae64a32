"""Which promotions a cart is offered: dates, limits, who it is, what it holds; and that it takes one query."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cart.models import Cart, CartVoucher, CustomerGroup, CustomerUse, Voucher
from cart.promotions.running import Buyer, running_promotions
from cart.totals import Line
from catalog.models import Category

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LINE = Line(1, 7, frozenset({3, 4}), Decimal(10), 1)


def running(lines=(LINE,), cart=None, buyer=None, currency="USD"):
    return running_promotions(lines, currency, cart and cart.pk, buyer)


def enter(voucher):
    cart = Cart.objects.create()
    CartVoucher.objects.create(cart=cart, voucher=voucher, promotion_id=voucher.promotion_id)
    return cart


@pytest.mark.parametrize(
    ("fields", "runs"),
    [
        ({}, True),
        ({"is_active": False}, False),
        ({"starts_at": timezone.now() + HOUR}, False),
        ({"starts_at": timezone.now() - HOUR, "ends_at": timezone.now() + HOUR}, True),
        ({"ends_at": timezone.now() - HOUR}, False),
        ({"limit": 2, "used": 1}, True),
        ({"limit": 2, "used": 2}, False),
        ({"currency": "EUR"}, False),
        ({"needs_code": True}, False),
    ],
)
def test_for_everybody(make_promotion, fields, runs):
    make_promotion(**fields)
    assert bool(running()) == runs


def test_a_voucher_opens_its_promotion_in_this_cart_alone(make_voucher):
    cart = enter(make_voucher("TEN"))
    assert [promotion.code for promotion in running(cart=cart)] == ["TEN"]
    assert running(cart=Cart.objects.create()) == running() == []


def test_a_voucher_that_is_used_up_opens_nothing(make_voucher):
    cart = enter(make_voucher("TEN"))
    Voucher.objects.update(used=1)
    assert running(cart=cart) == []


def test_for_customers_and_for_groups(make_promotion, ann):
    make_promotion(name="customers", audience="customers")
    group = CustomerGroup.objects.create(name="Wholesale")
    make_promotion(name="group", audience="groups").groups.add(group)
    make_promotion(name="nobody", audience="groups")
    assert running() == []
    assert [promotion.name for promotion in running(buyer=Buyer(ann.pk))] == ["customers"]
    group.customers.add(ann)
    assert [promotion.name for promotion in running(buyer=Buyer(ann.pk))] == ["customers", "group"]


@pytest.mark.parametrize("buyer", [Buyer(9), Buyer(None, "Ann@example.com"), Buyer(8, "ann@example.com")])
def test_whoever_has_had_theirs_is_offered_it_no_more(make_promotion, buyer):
    promotion = make_promotion(limit_per_customer=2)
    for who in ("u9", "ann@example.com"):
        CustomerUse.objects.create(promotion=promotion, who=who, used=2)
    assert running(buyer=buyer) == []
    assert running(buyer=Buyer(7, "bo@example.com")) != []


def test_a_category_is_for_all_below_it(make_variant, make_promotion):
    tools = Category.objects.add_root({"name": "Tools", "slug": "tools"})
    saws = Category.objects.add_child(tools, {"name": "Saws", "slug": "saws"})
    saw = make_variant()
    saw.product.product_categories.create(category=saws)
    saw.product.refresh_from_db()
    make_promotion(scope="categories").categories.add(tools)
    line = Line(saw.pk, saw.product_id, frozenset(saw.product.category_ids), Decimal(20), 1)
    (promotion,) = running([line])
    assert promotion.is_for(line) and not promotion.is_for(LINE)


def test_only_the_carts_own_of_a_promotions_products_are_read(make_variant, make_promotion):
    mine, other = make_variant(), make_variant()
    make_promotion(scope="products").products.add(mine.product, other.product)
    (promotion,) = running([Line(mine.pk, mine.product_id, frozenset(), Decimal(20), 1)])
    assert promotion.products == {mine.product_id}


def test_a_cart_in_no_category_meets_one_for_categories(make_promotion):
    make_promotion(scope="categories")
    (promotion,) = running([Line(1, 7, frozenset(), Decimal(10), 1)])
    assert not promotion.is_for(LINE)


def test_of_products_of_which_none_is_named_it_is_for_nothing(make_promotion):
    make_promotion(scope="products")
    (promotion,) = running()
    assert not promotion.is_for(LINE)


def test_one_query_for_any_number(make_promotion, make_voucher, ann, django_assert_num_queries):
    for _ in range(5):
        make_promotion(limit_per_customer=1, audience="groups")
    cart = enter(make_voucher("TEN"))
    with django_assert_num_queries(1):
        assert len(running(cart=cart, buyer=Buyer(ann.pk, ann.email))) == 1
