"""What an add to the cart costs afterwards, counted in the app hosts' logs and by Varnish itself.

The badge is new on the very next page without any purge: each write renews the visitor's pin, by which their holes are
found. The word of the relay, which is for their other devices, is kept from Varnish meanwhile, so that nothing else can
have shown it. Each of its words may cost one hole more.
"""

import time

import pytest

from bench.hit_ratio import difference, discover, marks
from tests.stack.visitors import Visitor

pytestmark = [pytest.mark.stack, pytest.mark.serial]

PAGES = 51
WORDS = 3  # of the relay: a purge, and its repetitions after 0.3 and 16 s


@pytest.fixture(scope="module")
def stored(stack) -> list[str]:
    """HTML pages in Varnish, which nothing purges."""
    stack.forget_purges()
    reader = Visitor(stack.url, "warm-up")
    pages = [path for path in discover(reader, 70) if "html" in reader.get(path).headers["Content-Type"]]
    assert len(pages) >= PAGES
    return pages[:PAGES]


@pytest.fixture
def silent_relay(stack):
    stack.freeze("relay")
    yield
    stack.thaw("relay")
    stack.heal()


@pytest.fixture(params=["guest", "customer"])
def visitor(stack, request):
    """With one piece in the cart, seen on a page; what the relay had to say of it is long said."""
    visitor = Visitor(stack.url, f"{request.param}-{time.time_ns()}")
    if request.param == "customer":
        visitor.sign_up()
    visitor.fill_cart(stack.variant)
    stack.forget_purges()
    return visitor


def add_another(stack, visitor) -> None:
    assert visitor.post("/cart/add/", {"variant": stack.variant, "quantity": "1"}).status == 200


def walk(visitor, paths: list[str], badge: int) -> None:
    for path in paths:
        answer = visitor.get(path)
        assert answer.headers["X-Cache"] == "hit", path
        assert f'"badge">{badge}<' in answer.text, path


def test_the_next_page_costs_a_hole_and_fifty_more_nothing(stack, stored, visitor, silent_relay):
    walk(visitor, stored[:1], badge=1)
    before_the_add = visitor.at(stack.url)
    add_another(stack, visitor)
    before = marks(stack)
    walk(visitor, stored[:1], badge=2)
    pages, holes, fetched = difference(stack, before)
    assert pages == 0 and holes <= 1 and fetched <= 1
    before = marks(stack)
    walk(visitor, stored[1:], badge=2)
    assert difference(stack, before) == (0, 0, 0)
    walk(before_the_add, stored[:1], badge=1)  # by the pin of before they would see what was before


def test_with_the_relay_each_of_its_words_costs_one_hole_more(stack, stored, visitor):
    add_another(stack, visitor)
    before = marks(stack)
    walk(visitor, stored, badge=2)
    pages, holes, fetched = difference(stack, before)
    assert pages == 0 and holes == fetched <= 1 + WORDS
