"""Everybody is served from the store. A small edition of bench/hit_ratio.py, which gives the figures."""

import pytest

from bench.hit_ratio import discover, look_at_fifty, wander
from tests.stack.visitors import Visitor

pytestmark = [pytest.mark.stack, pytest.mark.serial]

PAGES, REQUESTS = 60, 600


@pytest.fixture(scope="module")
def stored(stack) -> list[str]:
    """Pages in Varnish, which nothing purges."""
    stack.forget_purges()
    return discover(Visitor(stack.url, "warm-up"), PAGES)


def test_each_kind_of_visitor_is_served_from_the_store(stack, stored):
    seen = wander(stack, stored, REQUESTS)
    assert min(map(seen.share, seen.answers)) >= 0.995, seen.missed
    assert seen.asked_pages == len(seen.missed)
    assert seen.asked_pages + seen.asked_holes == seen.fetched


def test_a_guest_with_a_cart_costs_the_application_nothing(stack, stored):
    assert look_at_fifty(stack, stored) == 0
