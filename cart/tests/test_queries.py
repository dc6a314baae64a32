"""How often the cart asks the database, and that a visitor without a session asks nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from cart.context import cart_badge
from cart.lines import priced_lines, shown_lines
from cart.models import Cart, CartLine
from shop.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def fill(client, make_variant, add):
    def put(lines):
        for _ in range(lines):
            add(client, make_variant())

    return put


@pytest.mark.parametrize("lines", [1, 12])
def test_the_lines_cost_two_queries_however_many(fill, django_assert_num_queries, lines):
    fill(lines)
    with django_assert_num_queries(2):  # lines with variant, product and stock; their prices
        shown = shown_lines(CartLine.objects.all())
        assert len(priced_lines(shown)) == lines
        assert all(line.amount and line.offer.product.get_absolute_url() for line in shown)


@pytest.mark.parametrize("lines", [1, 12])
def test_a_guests_page(client, fill, django_assert_max_num_queries, lines):
    fill(lines)
    client.get(reverse("cart:show"))  # the message of the last add is gone
    with django_assert_max_num_queries(8) as asked:
        client.get(reverse("cart:show"))
    kinds = " ".join(query["sql"] for query in asked.captured_queries)
    # lines, prices, promotions, saved lines, the badge's sum, the session where Redis is down, the header's navigation
    assert kinds.count('FROM "cart_cartline"') <= 2 and kinds.count('FROM "catalog_price"') == 1


class TestAdding:
    """At most twelve queries, itemised. Savepoints are the tests' own: outside of them a transaction begins there."""

    def statements(self, asked):
        return [query["sql"] for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]

    def test_the_first_of_a_stranger(self, client, tee, add, django_assert_max_num_queries):
        with django_assert_max_num_queries(14) as asked:
            add(client, tee, headers={"Accept": "application/json"})
        assert len(self.statements(asked)) <= 9, "\n".join(self.statements(asked))
        # variant with product and stock; its price; the cart, made and locked; how many lines; the line;
        # whether the new session's key is free; the session; the badge's sum

    def test_another(self, client, tee, make_variant, add, django_assert_max_num_queries):
        add(client, make_variant())
        with django_assert_max_num_queries(14) as asked:
            add(client, tee, headers={"Accept": "application/json"})
        assert len(self.statements(asked)) <= 7, "\n".join(self.statements(asked))
        # variant with product and stock; its price; the cart, locked; how many lines; the line; the badge's sum;
        # the session where Redis is down

    def test_a_customers(self, client, tee, add, ann, django_assert_max_num_queries):
        client.force_login(ann)
        with django_assert_max_num_queries(14) as asked:
            add(client, tee)
        assert len(self.statements(asked)) <= 7, "\n".join(self.statements(asked))
        # session and customer where Redis is down; variant; price; the cart, made and locked; lines; the line


class TestBadge:
    def request(self, **session):
        request = RequestFactory().get("/")
        request.session = SessionStore()
        request.user = AnonymousUser()
        if session:
            request.session.update(session)
            request.session.save()
            request.COOKIES["sessionid"] = request.session.session_key
        return request

    def test_without_a_cookie_nothing_is_touched(self, django_assert_num_queries):
        request = self.request()
        with django_assert_num_queries(0):
            badge = cart_badge(request)["cart_badge"]
            assert (badge.count, badge.name) == (0, "")
        assert not request.session.accessed

    def test_with_a_cart_it_is_one_query_once(self, tee, django_assert_num_queries):
        cart = Cart.objects.create()
        CartLine.objects.create(cart=cart, variant=tee, quantity=3, seen_currency="USD")
        request = self.request(cart=cart.pk)
        with django_assert_num_queries(1):  # the sum
            badge = cart_badge(request)["cart_badge"]
            assert (badge.count, badge.count) == (3, 3)

    def test_nothing_is_asked_unless_it_is_shown(self, tee, django_assert_num_queries):
        request = self.request(cart=Cart.objects.create().pk)
        with django_assert_num_queries(0):
            cart_badge(request)
