"""Every limit holds, and what an order did not become is given back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cart.models import CustomerUse, Promotion, Redemption, Voucher
from cart.promotions.redeem import give_back, redeem
from cart.refused import Refused
from cart.totals import Applied

pytestmark = pytest.mark.django_db


def applied(promotion, code=""):
    return [Applied(promotion.pk, promotion.name, Decimal("5.00"), code)]


def use(promotion, number, email="ann@example.com", customer=None, code=""):
    with transaction.atomic():
        redeem(applied(promotion, code), number, customer and customer.pk, email)


def left(counted):
    counted.refresh_from_db()
    return counted.limit - counted.used


def test_the_limit_of_a_promotion(make_promotion):
    promotion = make_promotion(limit=2)
    use(promotion, "A1")
    use(promotion, "A2")
    with pytest.raises(Refused, match="has been used up"):
        use(promotion, "A3")
    assert (left(promotion), Redemption.objects.count()) == (0, 2)


def test_the_limit_of_a_voucher(make_voucher):
    voucher = make_voucher("TEN")
    use(voucher.promotion, "A1", code="TEN")
    with pytest.raises(Refused, match="TEN has been used up"):
        use(voucher.promotion, "A2", "bo@example.com", code="TEN")
    assert left(voucher) == 0


def test_the_limit_a_customer_by_account_and_by_address(make_promotion, ann):
    promotion = make_promotion(limit_per_customer=1)
    use(promotion, "A1", "ann@example.com", ann)
    for email, customer in [("ANN@example.com", None), ("other@example.com", ann)]:
        with pytest.raises(Refused, match=r"used .* already"):
            use(promotion, "A2", email, customer)
    use(promotion, "A3", "bo@example.com")
    assert CustomerUse.objects.count() == 3  # Ann, her address, Bo's


def test_nothing_is_counted_when_one_of_several_is_refused(make_promotion):
    first, second = make_promotion(limit=5), make_promotion(limit=0)
    with pytest.raises(Refused), transaction.atomic():
        redeem([*applied(first), *applied(second)], "A1", None, "ann@example.com")
    assert (left(first), Redemption.objects.count()) == (5, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"ends_at": timezone.now() - timedelta(seconds=1)},
        {"starts_at": timezone.now() + timedelta(hours=1)},
    ],
)
def test_what_has_ended_meanwhile_is_refused(make_promotion, change):
    promotion = make_promotion()
    Promotion.objects.update(**change)
    with pytest.raises(Refused, match="has ended"):
        use(promotion, "A1")


def test_a_promotion_with_codes_needs_one_of_its_own(make_promotion, make_voucher):
    make_voucher("TEN")
    other = make_promotion(needs_code=True)
    for code in ("", "TEN", "NONE"):
        with pytest.raises(Refused, match="has ended"):
            use(other, "A1", code=code)


def test_all_of_it_is_given_back_once(make_voucher, ann):
    voucher = make_voucher("TEN", limit=3, promotion={"limit": 9, "limit_per_customer": 1})
    use(voucher.promotion, "A1", "ann@example.com", ann, "TEN")
    assert (left(voucher), left(voucher.promotion)) == (2, 8)
    give_back("A1")
    give_back("A1")
    assert (left(voucher), left(voucher.promotion)) == (3, 9)
    assert set(CustomerUse.objects.values_list("used", flat=True)) == {0}
    use(voucher.promotion, "A1", "ann@example.com", ann, "TEN")


def test_a_limit_set_later_is_not_lowered_by_uses_that_it_never_counted(make_promotion):
    promotion = make_promotion()
    use(promotion, "A1")
    Promotion.objects.update(limit=5)
    use(promotion, "A2")
    give_back("A1")
    assert left(promotion) == 4


def test_an_order_uses_a_promotion_once(make_promotion):
    promotion = make_promotion()
    use(promotion, "A1")
    with pytest.raises(IntegrityError):
        use(promotion, "A1")


@pytest.mark.parametrize("model", [Promotion, Voucher])
def test_the_database_itself_counts_no_further(make_voucher, model):
    make_voucher("TEN", promotion={"limit": 1})
    with pytest.raises(IntegrityError, match="never_used_up_twice"):
        model.objects.update(used=2)


def test_one_with_a_limited_voucher_asks_six_queries(make_voucher, django_assert_num_queries):
    voucher = make_voucher("TEN", promotion={"limit": 9, "limit_per_customer": 1})
    with django_assert_num_queries(6):
        # promotions, vouchers; a use of the promotion, of the voucher, by the address; the redemption
        redeem(applied(voucher.promotion, "TEN"), "A1", None, "ann@example.com")


def test_one_without_limits_asks_two(make_promotion, django_assert_num_queries):
    promotion = make_promotion()
    with django_assert_num_queries(2):  # promotions; the redemption
        redeem(applied(promotion), "A1", None, "ann@example.com")
