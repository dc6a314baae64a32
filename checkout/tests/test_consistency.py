"""What is reserved is what waiting orders were promised."""

from uuid import uuid4

import pytest

from catalog import consistency
from catalog.models import Stock
from checkout.cancel import cancel
from checkout.place_order import place_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def check():
    return next(check for check in consistency.CHECKS if check.name == "stock reserved for orders")


@pytest.fixture
def order(purchase, variant):
    return place_order(purchase((variant, 3, "19.99")), uuid4())


def test_nothing_is_wrong_while_orders_wait_and_end(check, order, variant):
    assert consistency.run(check, repair=False).wrong == []
    cancel(order.pk, "buyer")
    assert consistency.run(check, repair=False).wrong == []


@pytest.mark.parametrize("reserved", [0, 2, 7])
def test_what_is_wrong_is_found_and_mended(check, order, variant, reserved):
    Stock.objects.filter(pk=variant.pk).update(reserved=reserved)
    assert consistency.run(check, repair=False).wrong == [variant.pk]
    assert consistency.run(check, repair=True).left == 0
    assert Stock.objects.get(pk=variant.pk).reserved == 3


def test_what_was_promised_without_being_there_adds_up_again(check, order, variant):
    Stock.objects.filter(pk=variant.pk).update(reserved=0, on_hand=1)
    assert consistency.run(check, repair=True).left == 0
    stock = Stock.objects.get(pk=variant.pk)
    assert (stock.on_hand, stock.reserved) == (3, 3)
