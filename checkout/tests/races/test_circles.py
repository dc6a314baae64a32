"""Orders of several variants lock them in one order, whatever the order of their lines."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest

from cart.models import Promotion
from cart.totals import Applied, Kind
from catalog.models import Product
from checkout.cancel import cancel
from checkout.place_order import place_order
from checkout.tests.races.at_once import at_once
from checkout.tests.races.goods import make_variants, purchase
from checkout.tests.races.guards import IN_ANY_ORDER, moving_stock_by
from checkout.tests.races.scenes import crosswise, judged

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


def test_crosswise_orders_do_not_lock_each_other():
    variants = make_variants(100, 100, 100)
    for _ in range(ROUNDS):
        outcome = crosswise(variants, (0, 1, 2), (2, 1, 0), (1, 0, 2), (2, 0, 1))
        assert outcome.is_clean, outcome


def test_in_the_order_of_their_lines_they_would():
    with moving_stock_by(IN_ANY_ORDER):
        assert crosswise(make_variants(9, 9), (0, 1), (1, 0)).deadlocks == 1


def test_nor_do_those_whose_products_change_with_them():
    """Each order makes its variants few: two products are written anew, in the same transactions."""
    one, other = (Product.objects.create(title=name, slug=name, status="published") for name in ("one", "other"))
    for _ in range(ROUNDS):
        first, second = make_variants(9, product=one, few_below=9), make_variants(9, product=other, few_below=9)
        third = make_variants(9, product=one, few_below=9)
        outcome = crosswise([*first, *second, *third], (0, 1), (1, 2), (0, 1), (1, 2))
        assert outcome.is_clean, outcome
        first, second = make_variants(9, product=one, few_below=9), make_variants(9, product=other, few_below=9)
        fourth, third = make_variants(9, product=other, few_below=9), make_variants(9, product=one, few_below=9)
        outcome = crosswise([*first, *second, *third, *fourth], (0, 1), (2, 3), (0, 1), (2, 3))
        assert outcome.is_clean, outcome


def test_using_a_promotion_up_while_another_order_gives_it_back():
    (variant,) = make_variants(500)
    promotion = Promotion.objects.create(name="First hundred", kind=Kind.PERCENTAGE, value=1, limit=100)
    wanted = purchase((variant, 1))
    used = (Applied(promotion.pk, promotion.name, Decimal("0.20")),)
    wanted = replace(wanted, totals=replace(wanted.totals, applied=used))
    for _ in range(ROUNDS):
        called_off = [place_order(wanted, uuid4()) for _ in range(3)]
        cancelling = [lambda order=order: cancel(order.pk, "buyer") for order in called_off]
        answers = at_once(*cancelling, *[lambda: place_order(wanted, uuid4())] * 3)
        assert judged(answers).is_clean, answers
    promotion.refresh_from_db()
    assert promotion.used == 3 * ROUNDS
