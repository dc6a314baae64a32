"""The last use goes to one. The race is first shown to exist where the limit is read and then written."""

import threading
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import F

from cart.models import CustomerUse, Redemption, Voucher
from cart.promotions.redeem import give_back, redeem
from cart.refused import Refused
from cart.tests.at_once import at_once
from cart.totals import Applied

pytestmark = pytest.mark.django_db(transaction=True)
CLAIMS = 64


def claim(voucher, number, email):
    used = [Applied(voucher.promotion_id, "ten off", Decimal(10), voucher.code)]

    def run():
        with transaction.atomic():
            redeem(used, f"A{number}", None, email)
        return "used"

    return run


def told(results) -> list[str]:
    return sorted("refused" if isinstance(result, Refused) else result for result in results)


def test_sixty_four_claims_of_a_one_use_voucher(make_voucher):
    voucher = make_voucher("ONCE")
    results = at_once(*[claim(voucher, number, f"b{number}@example.com") for number in range(CLAIMS)])
    assert told(results) == ["refused"] * (CLAIMS - 1) + ["used"]
    assert Redemption.objects.count() == 1


def test_reading_the_limit_then_writing_would_let_two_through(make_voucher):
    voucher = make_voucher("ONCE", limit=1)
    both_have_read = threading.Barrier(2)

    def read_then_write():
        with transaction.atomic():
            read = Voucher.objects.get(pk=voucher.pk)
            both_have_read.wait()
            if read.used >= read.limit:
                raise Refused("used up")
            Voucher.objects.filter(pk=voucher.pk).update(used=read.used + 1)
        return "used"

    assert at_once(read_then_write, read_then_write) == ["used", "used"]


def test_even_adding_up_unasked_is_stopped_by_the_database(make_voucher):
    voucher = make_voucher("ONCE", limit=1)
    results = at_once(*[lambda: Voucher.objects.filter(pk=voucher.pk).update(used=F("used") + 1)] * 4)
    assert results.count(1) == 1 and sum("never_used_up_twice" in str(result) for result in results) == 3


def test_one_customer_at_many_tills(make_voucher):
    voucher = make_voucher("EACH", limit=None, promotion={"limit_per_customer": 2})
    results = at_once(*[claim(voucher, number, "ann@example.com") for number in range(8)])
    assert told(results) == ["refused"] * 6 + ["used"] * 2
    assert CustomerUse.objects.get().used == 2


def test_given_back_by_two_it_comes_back_once(make_voucher):
    voucher = make_voucher("THREE", limit=3)
    for number in range(2):
        claim(voucher, number, "ann@example.com")()

    def back():
        with transaction.atomic():
            give_back("A0")

    assert at_once(*[back] * 4) == [None] * 4
    voucher.refresh_from_db()
    assert voucher.used == 1
