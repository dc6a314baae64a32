"""Voucher codes in the cart: what each is told, and that a refused one leaves nothing behind."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cart.models import Cart, CartVoucher, CustomerGroup, CustomerUse, Promotion, Voucher

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def enter(client):
    def post(code, by=client):
        return by.post(reverse("cart:enter_voucher"), {"code": code})

    return post


@pytest.fixture
def filled(client, tee, add):
    """A cart with two pieces at 20.00."""
    add(client, tee, 2)
    return client


def shown(client):
    return client.get(reverse("cart:show"))


def test_a_code_takes_off_what_it_promises_however_it_is_written(filled, make_voucher, enter):
    make_voucher("SUMMER-10")
    assert enter(" summer-10 ").status_code == 303
    page = shown(filled)
    assert page.context["cart"].totals.total == Decimal("36.00")
    assert "−$4.00" in page.content.decode() and "SUMMER-10" in page.content.decode()


@pytest.mark.parametrize("code", ["NONE", "", "x", "'; DROP TABLE", "ſummer", "A" * 500, "TEN\x00"])
def test_an_unknown_code(filled, make_voucher, enter, code):
    make_voucher("TEN")
    answer = enter(code)
    assert answer.status_code in (400, 404)
    assert not CartVoucher.objects.exists()


def test_an_unknown_code_makes_no_session(enter, make_voucher):
    answer = enter("NONE", Client())
    assert answer.status_code == 404 and "sessionid" not in answer.cookies and not Cart.objects.exists()


@pytest.mark.parametrize(
    ("promotion", "words"),
    [
        ({"ends_at": timezone.now() - HOUR}, "has expired"),
        ({"is_active": False}, "has expired"),
        ({"starts_at": timezone.now() + HOUR}, "not valid yet"),
        ({"limit": 3, "used": 3}, "has been used up"),
        ({"audience": "customers"}, "Log in to use it"),
        ({"audience": "groups"}, "not for this account"),
        ({"currency": "EUR"}, "another currency"),
    ],
)
def test_a_code_that_cannot_be_used(filled, make_voucher, enter, promotion, words):
    make_voucher("TEN", promotion=promotion)
    answer = enter("TEN")
    assert answer.status_code == 409 and words in answer.content.decode()
    assert not CartVoucher.objects.exists()


def test_a_used_one_use_code(filled, make_voucher, enter):
    make_voucher("TEN")
    Voucher.objects.update(used=1)
    assert "has been used up" in enter("TEN").content.decode()


def test_one_that_the_customer_has_used(filled, make_voucher, enter, ann):
    voucher = make_voucher("TEN", limit=None, promotion={"limit_per_customer": 1})
    CustomerUse.objects.create(promotion=voucher.promotion, who=ann.email, used=1)
    filled.force_login(ann)
    assert "You have used TEN already" in enter("TEN").content.decode()


def test_for_a_group_of_customers(filled, make_voucher, enter, ann):
    group = CustomerGroup.objects.create(name="Wholesale")
    make_voucher("TEN", promotion={"audience": "groups"}).promotion.groups.add(group)
    filled.force_login(ann)
    assert "not for this account" in enter("TEN").content.decode()
    group.customers.add(ann)
    assert enter("TEN").status_code == 303
    assert shown(filled).context["cart"].totals.discount == 4


@pytest.mark.parametrize(
    ("promotion", "words"),
    [
        ({"scope": "products"}, "is for none of these products"),
        ({"minimum": 50}, "needs $10.00 more"),
        ({"kind": "buy-x-get-y", "value": 100, "buy": 2, "free": 1}, "put in 1 more"),
    ],
)
def test_what_another_cart_would_mend_is_kept_and_told(filled, make_voucher, enter, promotion, words):
    make_voucher("TEN", promotion=promotion)
    assert enter("TEN").status_code == 303
    page = shown(filled)
    assert words in page.content.decode() and page.context["cart"].totals.total == 40


def test_a_better_offer_leaves_the_code_unused(filled, make_voucher, make_promotion, enter):
    make_promotion(value=20)
    make_voucher("TEN")
    enter("TEN")
    page = shown(filled)
    assert "saves you more" in page.content.decode() and page.context["cart"].totals.total == 32


def test_one_that_expires_in_the_cart_says_so_and_counts_no_more(filled, make_voucher, enter):
    make_voucher("TEN")
    enter("TEN")
    Promotion.objects.update(ends_at=timezone.now())
    page = shown(filled)
    assert "TEN has expired" in page.content.decode() and page.context["cart"].totals.total == 40


def test_twice_the_same_offer_is_refused(filled, make_voucher, enter):
    voucher = make_voucher("TEN")
    Voucher.objects.create(promotion=voucher.promotion, code="TEN-B")
    enter("TEN")
    assert "in your cart already" in enter("TEN").content.decode()
    assert "of the same offer" in enter("TEN-B").content.decode()
    assert CartVoucher.objects.count() == 1


def test_five_codes_fit(filled, make_voucher, enter):
    for number in range(6):
        make_voucher(f"CODE-{number}")
    assert [enter(f"CODE-{number}").status_code for number in range(6)] == [303] * 5 + [409]


def test_removed(filled, make_voucher, enter):
    make_voucher("TEN")
    enter("TEN")
    remove = reverse("cart:remove_voucher")
    assert Client().post(remove, {"code": "TEN"}).status_code == 404  # not in a stranger's cart
    assert CartVoucher.objects.count() == 1
    assert filled.post(remove, {"code": "ten"}).status_code == 303
    assert shown(filled).context["cart"].totals.total == 40


def test_it_comes_along_at_log_in(filled, make_voucher, enter, ann):
    make_voucher("TEN")
    enter("TEN")
    filled.post(reverse("accounts:login"), {"username": ann.email, "password": "a long enough pass phrase"})
    assert CartVoucher.objects.get().cart.customer == ann
    assert shown(filled).context["cart"].totals.total == 36


@pytest.mark.parametrize("code", ["ten", "T N", "TE", "ÄÖÜ", "X" * 41])
def test_the_database_takes_plain_codes_alone(make_promotion, code):
    with pytest.raises(Exception, match=r"voucher_code_plain|too long") as refused:
        Voucher.objects.create(promotion=make_promotion(), code=code)
    assert isinstance(refused.value, IntegrityError) or "too long" in str(refused.value)


def test_guesses_come_to_an_end(filled, make_voucher, enter, settings):
    settings.RATE_SCALE = 1
    settings.RATES = settings.RATES | {"voucher": {"visitor": "3/10m"}}
    make_voucher("TEN")
    assert [enter(f"GUESS-{number}").status_code for number in range(3)] == [404] * 3
    answer = enter("TEN")
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    assert not CartVoucher.objects.exists()
