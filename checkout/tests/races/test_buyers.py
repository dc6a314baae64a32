"""Many want the same few pieces. Each race is first lost with its guard taken out."""

import pytest

from checkout.tests.races.guards import (
    READ_THEN_WRITE,
    WITHOUT_CONDITION,
    moving_stock_by,
    without_constraint,
)
from checkout.tests.races.scenes import sell_out

# 64 connections: no other test may want as many just then.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.serial]
BUYERS = 64
NEVER_OVERSOLD = ("catalog_stock", "stock_never_oversold", "CHECK (on_hand >= reserved) NOT VALID")


@pytest.mark.parametrize("stock", [1, 5, 50])
def test_as_many_are_sold_as_there_are(stock):
    outcome = sell_out(stock, BUYERS)
    assert outcome.is_clean, outcome


def test_without_the_condition_more_are_sold():
    with without_constraint(*NEVER_OVERSOLD), moving_stock_by(WITHOUT_CONDITION):
        assert sell_out(5, BUYERS).oversold > 0


def test_without_the_condition_the_constraint_still_holds():
    with moving_stock_by(WITHOUT_CONDITION):
        outcome = sell_out(5, BUYERS)
    assert outcome.is_clean, outcome


def test_reading_then_writing_sells_more_and_no_constraint_sees_it():
    with moving_stock_by(READ_THEN_WRITE):
        assert sell_out(5, BUYERS).oversold > 0


def test_two_lines_of_one_variant():
    outcome = sell_out(50, BUYERS // 2, lines=(2, 1))
    assert outcome.is_clean, outcome
