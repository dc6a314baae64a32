"""What promotions and taxes make of a cart: by example, then what holds for every cart."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cart.pricing.line import CENT
from cart.pricing.spread import spread
from cart.totals import Kind, Line, Promotion, Tax, Totals, line_amount, order_totals

GERMANY = Tax({"": Decimal("0.19"), "books": Decimal("0.07")}, included=True, shipping=Decimal("0.19"))
NEW_YORK = Tax({"": Decimal("0.08875"), "food": Decimal(0)}, included=False, shipping=Decimal("0.08875"))


def line(price, quantity=1, variant=1, product=None, categories=(), tax_class=""):
    return Line(variant, product or variant, frozenset(categories), Decimal(price), quantity, tax_class)


def promotion(kind, value=0, number=1, **fields):
    return Promotion(number, f"promotion {number}", kind, Decimal(value), **fields)


def percent(value, number=1, **fields):
    return promotion(Kind.PERCENTAGE, value, number, **fields)


def off(value, number=1, **fields):
    return promotion(Kind.AMOUNT, value, number, **fields)


def pieces(buy, free, number=1, value=100, **fields):
    return promotion(Kind.BUY_X_GET_Y, value, number, buy=buy, free=free, **fields)


def discounts(totals: Totals) -> list[str]:
    return [str(priced.discount) for priced in totals.lines]


def names(totals: Totals) -> list[int]:
    return [applied.promotion for applied in totals.applied]


class TestOnePromotion:
    def test_a_percentage_is_rounded_a_line(self):
        totals = order_totals([line("9.99", 1, 1), line("0.05", 1, 2)], "USD", [percent(10)])
        assert discounts(totals) == ["1.00", "0.01"]
        assert (totals.goods, totals.discount, totals.total) == (Decimal("10.04"), Decimal("1.01"), Decimal("9.03"))
        assert [(applied.promotion, applied.amount) for applied in totals.applied] == [(1, Decimal("1.01"))]

    def test_an_amount_is_spread_to_the_cent(self):
        totals = order_totals([line("10", 1, variant) for variant in (1, 2, 3)], "USD", [off(10)])
        assert discounts(totals) == ["3.34", "3.33", "3.33"]

    def test_an_amount_takes_no_more_than_there_is(self):
        totals = order_totals([line("3", 2)], "USD", [off(10)], shipping=Decimal(5))
        assert (totals.discount, totals.total) == (6, 5)

    @pytest.mark.parametrize(
        ("quantities", "saved"),
        [((2,), "0.00"), ((3,), "9.00"), ((5,), "9.00"), ((6,), "18.00"), ((2, 1), "5.00"), ((4, 2), "10.00")],
    )
    def test_three_for_two_gives_the_cheapest(self, quantities, saved):
        lines = [line(price, each, place) for place, (price, each) in enumerate(zip("95", quantities, strict=False), 1)]
        assert order_totals(lines, "USD", [pieces(2, 1)]).discount == Decimal(saved)

    def test_the_second_at_half_price(self):
        assert order_totals([line("9.99", 2)], "USD", [pieces(1, 1, value=50)]).discount == Decimal("5.00")

    def test_free_delivery(self):
        totals = order_totals([line("9")], "USD", [promotion(Kind.FREE_SHIPPING)], shipping=Decimal("4.90"))
        assert (totals.shipping, totals.discount, totals.total) == (0, 0, 9)
        assert totals.applied[0].amount == Decimal("4.90")

    @pytest.mark.parametrize(("shipping", "used"), [(None, [1]), (Decimal("4.90"), [1]), (Decimal(0), [])])
    def test_free_delivery_is_used_up_only_where_it_saves(self, shipping, used):
        assert names(order_totals([line("9")], "USD", [promotion(Kind.FREE_SHIPPING)], shipping)) == used


class TestWhatItIsFor:
    @pytest.mark.parametrize(
        ("scope", "expected"),
        [
            ({}, ["1.00", "1.00"]),
            ({"products": frozenset({7})}, ["1.00", "0.00"]),
            ({"categories": frozenset({3, 99})}, ["0.00", "1.00"]),
            ({"products": frozenset({7}), "categories": frozenset({3})}, ["1.00", "1.00"]),
            ({"products": frozenset()}, ["0.00", "0.00"]),
        ],
    )
    def test_products_or_categories(self, scope, expected):
        lines = [line("10", 1, 1, product=7), line("10", 1, 2, product=8, categories=(2, 3))]
        assert discounts(order_totals(lines, "USD", [percent(10, **scope)])) == expected

    def test_the_minimum_is_of_what_it_is_for(self):
        lines = [line("30", 1, 1), line("50", 1, 2)]
        books = {"products": frozenset({1}), "minimum": Decimal(40)}
        assert order_totals(lines, "USD", [percent(10, **books)]).discount == 0
        assert order_totals([line("40", 1, 1)], "USD", [percent(10, **books)]).discount == 4

    def test_the_minimum_is_compared_before_any_discount(self):
        twice = [pieces(1, 1, 1, combinable=True), off(5, 2, minimum=Decimal(20), combinable=True)]
        assert order_totals([line("10", 2)], "USD", twice).discount == 15


class TestSeveral:
    def test_one_that_does_not_combine_gives_way_to_a_better_one(self):
        assert names(order_totals([line("100")], "USD", [percent(10, 1), percent(20, 2)])) == [2]

    def test_all_that_combine_or_the_better_one_alone(self):
        together = [percent(10, 1, combinable=True), off(5, 2, combinable=True)]
        assert names(order_totals([line("100")], "USD", [*together, percent(14, 3)])) == [1, 2]
        assert names(order_totals([line("100")], "USD", [*together, percent(16, 3)])) == [3]

    def test_free_pieces_then_percentages_then_amounts(self):
        several = [off(5, 1), percent(10, 2), pieces(1, 1, 3)]
        totals = order_totals([line("100", 2)], "USD", [replace(each, combinable=True) for each in several])
        assert [(applied.promotion, applied.amount) for applied in totals.applied] == [(3, 100), (2, 10), (1, 5)]

    def test_free_delivery_goes_with_everything(self):
        both = [percent(10, 1), promotion(Kind.FREE_SHIPPING, number=2)]
        totals = order_totals([line("100")], "USD", both, Decimal(5))
        assert (names(totals), totals.total) == ([1, 2], 90)

    def test_no_voucher_is_used_up_where_everybody_gets_as_much(self):
        assert names(order_totals([line("100")], "USD", [percent(10, 1, code="TEN"), percent(10, 2)])) == [2]


def test_the_example_of_the_docs():
    lines = [line("9", 2, 1), line("5", 1, 2)]
    promotions = [pieces(2, 1, 1, combinable=True), percent(10, 2, combinable=True), off(5, 3)]
    totals = order_totals(lines, "EUR", promotions, Decimal("4.90"), GERMANY)
    assert discounts(totals) == ["1.80", "5.00"] and names(totals) == [1, 2]
    assert [str(priced.tax) for priced in totals.lines] == ["2.59", "0.00"]
    assert (str(totals.shipping_tax), str(totals.tax), str(totals.total)) == ("0.78", "3.37", "21.10")


class TestTaxes:
    def test_included(self):
        totals = order_totals([line("119", 1, 1), line("10.70", 1, 2, tax_class="books")], "EUR", tax=GERMANY)
        assert [priced.tax for priced in totals.lines] == [Decimal("19.00"), Decimal("0.70")]
        assert (totals.tax, totals.total) == (Decimal("19.70"), Decimal("129.70"))

    def test_on_top(self):
        totals = order_totals([line("100", 1, 1), line("10", 1, 2, tax_class="food")], "USD", (), Decimal(5), NEW_YORK)
        assert [priced.total for priced in totals.lines] == [Decimal("108.88"), Decimal("10.00")]
        assert (totals.shipping_tax, totals.tax, totals.total) == (Decimal("0.44"), Decimal("9.32"), Decimal("124.32"))

    def test_of_what_is_left_after_the_discount(self):
        assert order_totals([line("238")], "EUR", [percent(50)], tax=GERMANY).tax == 19

    def test_a_class_unknown_there_has_the_standard_rate(self):
        assert order_totals([line("119", tax_class="moon rock")], "EUR", tax=GERMANY).tax == 19


@pytest.mark.parametrize(("price", "quantity"), [("-0.01", 1), ("NaN", 1), ("1", 0), ("1", -3)])
def test_what_cannot_be_priced_is_refused(price, quantity):
    with pytest.raises(ValueError, match="can't be priced"):
        line(price, quantity)


def test_nobody_pays_less_by_negative_shipping():
    with pytest.raises(ValueError, match="can't be charged"):
        order_totals([line("9")], "USD", shipping=Decimal(-5))


# --- every cart ------------------------------------------------------------------------------------------------------

prices = st.decimals(0, 10_000, places=2)
few = st.frozensets(st.integers(1, 4), max_size=3)
some_lines = st.lists(
    st.builds(
        Line,
        variant=st.integers(1, 6),
        product=st.integers(1, 4),
        categories=few,
        unit_price=prices | st.decimals(0, 20, places=4),
        quantity=st.integers(1, 99),
        tax_class=st.sampled_from(["", "books", "food", "other"]),
    ),
    max_size=7,
)
some_promotions = st.lists(
    st.builds(
        Promotion,
        promotion=st.integers(1, 9),
        name=st.just("a promotion"),
        kind=st.sampled_from(Kind),
        value=st.decimals("0.01", 100, places=2),
        buy=st.integers(1, 3),
        free=st.integers(1, 2),
        products=st.none() | few,
        categories=st.none() | few,
        minimum=st.sampled_from([Decimal(0), Decimal(50)]),
        combinable=st.booleans(),
        code=st.sampled_from(["", "", "TEN"]),
    ),
    max_size=4,
    unique_by=lambda each: each.promotion,
)
some_tax = st.none() | st.builds(
    Tax,
    st.dictionaries(st.sampled_from(["", "books", "food"]), st.decimals(0, 1, places=4)),
    st.booleans(),
    st.decimals(0, 1, places=4),
)
every_cart = given(some_lines, some_promotions, st.none() | prices, some_tax)
quickly = settings(max_examples=60, deadline=None, derandomize=True)  # 3,000 of each were tried once; these keep watch


@quickly
@every_cart
def test_nothing_is_ever_negative_and_no_discount_exceeds_its_line(lines, promotions, shipping, tax):
    totals = order_totals(lines, "USD", promotions, shipping, tax)
    for priced in totals.lines:
        assert 0 <= priced.discount <= priced.amount
        assert 0 <= priced.tax <= priced.total
    assert 0 <= totals.discount <= totals.goods
    assert 0 <= totals.shipping <= (shipping or 0)
    assert 0 <= totals.tax <= totals.total


@quickly
@every_cart
def test_rounded_lines_add_up(lines, promotions, shipping, tax):
    totals = order_totals(lines, "USD", promotions, shipping, tax)
    assert totals.goods == sum(line_amount(each.unit_price, each.quantity) for each in lines)
    assert totals.discount == sum(priced.discount for priced in totals.lines)
    kinds = {each.promotion: each.kind for each in promotions}
    on_goods = [each.amount for each in totals.applied if kinds[each.promotion] != Kind.FREE_SHIPPING]
    assert totals.discount == sum(on_goods)
    assert totals.tax == sum(priced.tax for priced in totals.lines) + totals.shipping_tax
    on_top = 0 if totals.tax_included else totals.tax
    assert totals.total == totals.goods - totals.discount + totals.shipping + on_top
    assert all(amount == amount.quantize(CENT) for amount in (totals.total, totals.tax, totals.discount))


@quickly
@given(some_lines, some_promotions, st.none() | prices, some_tax, st.randoms(use_true_random=False))
def test_the_order_of_lines_and_promotions_is_irrelevant(lines, promotions, shipping, tax, chance: Random):
    totals = order_totals(lines, "USD", promotions, shipping, tax)
    order = chance.sample(range(len(lines)), len(lines))
    mixed = order_totals([lines[place] for place in order], "USD", promotions[::-1], shipping, tax)
    assert (mixed.total, mixed.tax, mixed.discount, mixed.applied) == (
        totals.total, totals.tax, totals.discount, totals.applied,
    )  # fmt: skip
    by_line = sorted(map(repr, totals.lines)), sorted(map(repr, mixed.lines))
    assert by_line[0] == by_line[1]


@quickly
@given(some_lines, some_promotions, some_tax)
def test_tax_is_the_same_share_of_every_cent(lines, promotions, tax):
    for priced in order_totals(lines, "USD", promotions, None, tax).lines:
        net = priced.total - priced.tax
        assert abs(net * priced.tax_rate - priced.tax) <= CENT  # half a cent, and half a cent's tax


@quickly
@given(some_lines, some_promotions)
def test_another_promotion_costs_nobody_more(lines, promotions):
    """Of those that do not combine. (Percentages that combine are taken of what is left, so there rounding may.)"""
    alone = [each for each in promotions if not each.combinable]
    totals = [order_totals(lines, "USD", alone[:number]).total for number in range(len(alone) + 1)]
    assert totals == sorted(totals, reverse=True)


@quickly
@given(prices, st.lists(prices, min_size=1, max_size=9))
def test_shares_add_up_and_exceed_nothing(amount, over):
    amount = min(amount, sum(over))
    shares = spread(amount, over)
    assert sum(shares) == amount
    for share, weight in zip(shares, over, strict=True):
        assert 0 <= share <= weight
        assert sum(over) == 0 or abs(share - amount * weight / sum(over)) < CENT
