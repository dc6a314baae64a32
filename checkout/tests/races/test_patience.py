"""Somebody holds the row that a buyer needs, or the connection dies: an answer soon, and nothing half."""

import time
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction

from cart.refused import Refused
from catalog import stock
from catalog.models import Stock, StockMovement
from checkout import place_order as placing
from checkout.models import Order, OrderEvent
from checkout.place_order import place_order
from checkout.tests.races.at_once import at_once
from checkout.tests.races.goods import make_variants, purchase
from checkout.tests.races.ledger import mistakes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def variant(db):
    return make_variants(10)[0]


def nothing_is_left_of_it(variant) -> bool:
    written = Order.objects.count() + OrderEvent.objects.count() + StockMovement.objects.exclude(reason="").count()
    return not written and not mistakes(variant) and Stock.objects.get(pk=variant.pk).available == 10


def while_somebody_holds(variant):
    """What a buyer is told, and after how many seconds."""
    with transaction.atomic():
        Stock.objects.select_for_update().get(pk=variant.pk)
        began = time.monotonic()
        (answer,) = at_once(lambda: place_order(purchase((variant, 1)), uuid4()))
        return answer, time.monotonic() - began


def test_a_held_row_is_not_waited_for_long(variant):
    answer, seconds = while_somebody_holds(variant)
    assert isinstance(answer, Refused), answer
    assert answer.status == 503
    assert placing.LOCK_SECONDS <= seconds < 3.5
    assert nothing_is_left_of_it(variant)


def test_as_soon_as_it_is_free_the_same_key_buys(variant, monkeypatch):
    monkeypatch.setattr(placing, "LOCK_SECONDS", 0.1)
    key, wanted = uuid4(), purchase((variant, 1))
    with transaction.atomic():
        Stock.objects.select_for_update().get(pk=variant.pk)
        (answer,) = at_once(lambda: place_order(wanted, key))
        assert answer.status == 503
    assert place_order(wanted, key).state == "pending"
    assert mistakes(variant) == []


@pytest.mark.parametrize("moment", ["before the stock has moved", "after it"])
def test_a_connection_that_dies_leaves_nothing_half(variant, monkeypatch, moment):
    reserve = stock.reserve

    def dying(pieces, reason):
        if moment == "after it":
            reserve(pieces, reason)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(stock, "reserve", dying)
    key, wanted = uuid4(), purchase((variant, 3))
    (answer,) = at_once(lambda: place_order(wanted, key))
    assert isinstance(answer, OperationalError), answer
    assert nothing_is_left_of_it(variant)
    monkeypatch.undo()
    orders = at_once(*[lambda: place_order(wanted, key)] * 3)
    assert len({order.pk for order in orders}) == 1
    assert mistakes(variant) == []
