from decimal import Decimal

import pytest

from cart.lines import priced_lines, shown_lines
from cart.models import Cart, CartLine
from cart.totals import Line, line_amount, order_totals
from catalog.models import Price


@pytest.mark.parametrize(
    ("price", "quantity", "amount"),
    [("19.99", 3, "59.97"), ("0.00", 99, "0.00"), ("0.005", 1, "0.01"), ("9999999999.99", 99, "989999999999.01")],
)
def test_a_line_is_rounded_half_up(price, quantity, amount):
    assert line_amount(Decimal(price), quantity) == Decimal(amount)


def test_lines_are_rounded_before_they_are_added():
    totals = order_totals([Line(number, 1, frozenset(), Decimal("0.005"), 1) for number in (1, 2)], "USD")
    assert (totals.quantity, totals.total, totals.currency) == (2, Decimal("0.02"), "USD")


def test_an_empty_cart_costs_nothing():
    assert order_totals([], "EUR").total == Decimal("0.00")


def test_a_page_has_one_price_of_a_line_whatever_the_clock_says(tee, monkeypatch):
    Cart.objects.create().add(tee.pk, 2, 9, 20, "USD")
    Price.objects.update(sale_amount=5)
    (shown,) = shown_lines(CartLine.objects.all())
    assert shown.unit_price == 5
    monkeypatch.setattr(Price, "is_on_sale", lambda price: False)  # it ends while the page is drawn
    assert (shown.unit_price, shown.amount, order_totals(priced_lines([shown]), "USD").total) == (5, 10, 10)
