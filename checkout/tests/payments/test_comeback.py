"""The buyer comes back: the address proves nothing, the gateway is asked."""

import pytest
from django.core.cache import caches

from checkout.models import Payment
from checkout.states import State

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.reads_primary("what the gateway says is written, under the order's lock"),
]


@pytest.fixture
def come_back(client):
    def get(order):
        return client.get(order.payments.get().get_process_url())

    return get


def test_paid_before_any_webhook(order, gateway, session_of, come_back):
    gateway.ledger.pay(session_of(order))
    assert "/done/" in come_back(order).url
    order.refresh_from_db()
    assert order.state == State.PAID


def test_back_without_paying(order, gateway, session_of, come_back):
    session_of(order)
    assert "/pay/" in come_back(order).url
    order.refresh_from_db()
    assert (order.state, Payment.objects.get().status) == (State.PENDING, "input")


@pytest.mark.parametrize("fault", ["error", "reset"])
def test_while_the_gateway_is_silent_the_page_says_so(order, gateway, session_of, come_back, fault):
    gateway.ledger.pay(session_of(order))
    gateway.faults.add("GET /v1/checkout/sessions", fault)
    page = come_back(order)
    assert page.status_code == 200
    assert "has not confirmed the payment of $64.87" in page.content.decode()
    caches["ratelimit"].delete(f"asked {order.payments.get().token}")
    assert "/done/" in come_back(order).url


def test_reloading_does_not_ask_the_gateway_each_time(order, gateway, session_of, come_back):
    session = session_of(order)
    gateway.ledger.pay(session, held=True)
    for _ in range(5):
        come_back(order)
    assert gateway.asked.count(f"GET /v1/checkout/sessions/{session}") == 1


def test_nobody_guesses_a_payment(client, gateway):
    assert client.get("/checkout/payment/00000000-0000-4000-8000-000000000000/").status_code == 404
