"""What each step of buying asks the database, itemised; and that more lines ask no more."""

import pytest
from django.urls import reverse

from checkout.models import Order

pytestmark = pytest.mark.django_db

# Placing an order, a part of each statement, in their order. The budget is 25.
PLACING = [
    'FROM "checkout_order" WHERE "checkout_order"."key"',  # is it there already
    'FROM "cart_cart" LEFT OUTER JOIN "checkout_checkout"',  # whose cart, and what they have said
    'FROM "cart_cartline"',  # lines with variant, product and stock
    'FROM "catalog_price"',
    'FROM "cart_promotion"',
    'FROM "checkout_shippingmethod"',
    'FROM "checkout_taxzone"',
    'FROM "checkout_taxrate"',
    "SAVEPOINT",  # BEGIN, outside of a test
    "set_config('lock_timeout'",
    'INSERT INTO "checkout_order"',
    'INSERT INTO "checkout_orderline"',  # all lines at once
    'INSERT INTO "checkout_orderevent"',
    "SELECT catalog_move_stock",  # all lines at once
    "RELEASE SAVEPOINT",  # COMMIT
    'INSERT INTO "checkout_checkout"',  # which order this checkout has become
    "SAVEPOINT",
    'UPDATE "django_session"',  # a guest's way to the order
    "RELEASE SAVEPOINT",
]


@pytest.fixture
def fill(buyer, make_variant):
    def put(lines):
        for number in range(lines):
            buyer.add(make_variant(f"LAMP-{number}"), 2)
        buyer.say_address()
        buyer.choose()
        return buyer

    return put


@pytest.mark.parametrize("lines", [1, 5])
def test_placing_an_order(fill, lines, django_assert_max_num_queries):
    buyer = fill(lines)
    fields = buyer.shown() | {"terms": "on"}
    with django_assert_max_num_queries(25) as asked:
        assert buyer.post("review", **fields).status_code == 303
    statements = [query["sql"] for query in asked.captured_queries]
    unexpected = [sql for sql, part in zip(statements, PLACING, strict=False) if part not in sql]
    assert not unexpected and len(statements) == len(PLACING)
    assert Order.objects.get().lines.count() == lines


@pytest.mark.parametrize("lines", [1, 8])
@pytest.mark.parametrize("step", ["address", "shipping", "review"])
def test_a_steps_page(fill, lines, step, django_assert_max_num_queries):
    """Cart and draft, lines, prices, promotions; ways, taxes, their rates; the header's badge and navigation."""
    buyer = fill(lines)
    buyer.get(step)
    with django_assert_max_num_queries(9):
        assert buyer.get(step).status_code == 200


@pytest.mark.parametrize("lines", [1, 8])
def test_an_orders_page(fill, lines, django_assert_max_num_queries):
    """Order, lines, events, refunds, invoices; the header's badge and navigation."""
    buyer = fill(lines)
    buyer.order()
    path = reverse("orders:show", args=[Order.objects.get().number])
    buyer.client.get(path)
    with django_assert_max_num_queries(7):
        assert buyer.client.get(path).status_code == 200
