"""The real Stripe library against a gateway that keeps a ledger: begun once, paid once, asked outside transactions."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from cart.refused import Refused
from checkout.cancel import cancel
from checkout.models import Order, Payment
from checkout.payments.gateway import Declined, Standing, Unsure, gateway_of
from checkout.payments.stripe import amount_of
from checkout.payments.stripe_client import StripeClient
from checkout.states import State

pytestmark = pytest.mark.django_db


def test_a_session_of_the_orders_amount_that_outlasts_the_reservation(order, gateway, session_of):
    session = gateway.ledger.sessions[session_of(order)]
    payment = order.payments.get()
    assert (session["amount_total"], session["currency"]) == (6487, "usd")
    assert session["client_reference_id"] == payment.token
    assert session["expires_at"] > order.reserved_until.timestamp()
    assert (payment.transaction_id, payment.status) == (session["id"], "input")


def test_asked_again_it_is_the_same_session(order, gateway, begin):
    urls = {begin(order).url for _ in range(3)}
    assert len(urls) == len(gateway.ledger.sessions) == order.payments.count() == 1


@pytest.mark.parametrize("fault", ["error-after", "reset-after"])
def test_an_answer_that_was_lost_is_asked_for_again_by_the_same_key(order, gateway, begin, fault):
    gateway.faults.add("POST /v1/checkout/sessions", fault)
    with pytest.raises(Refused) as refused:
        begin(order)
    assert refused.value.status == 503
    begin(order)
    assert len(gateway.ledger.sessions) == order.payments.count() == 1


def test_without_keys_a_lost_answer_would_make_two_sessions(order, gateway, begin):
    gateway.keys.is_on = False
    gateway.faults.add("POST /v1/checkout/sessions", "reset-after")
    with pytest.raises(Refused):
        begin(order)
    begin(order)
    assert len(gateway.ledger.sessions) == 2


def test_another_way_to_pay_closes_the_first_at_the_gateway(order, gateway, begin, session_of):
    session = session_of(order)
    form = begin(order, "dummy")
    assert form.template == "checkout/payments/_dummy.html"
    assert gateway.ledger.sessions[session]["status"] == "expired"
    assert sorted(order.payments.values_list("variant", "status")) == [("dummy", "waiting"), ("stripe", "rejected")]


def test_another_way_to_pay_comes_too_late_when_the_first_has_the_money(order, gateway, begin, session_of):
    gateway.ledger.pay(session_of(order))
    assert "/done/" in begin(order, "dummy").url
    order.refresh_from_db()
    assert (order.state, order.payments.count()) == (State.PAID, 1)


def test_a_session_that_ran_out_is_followed_by_a_new_one(order, gateway, begin, session_of):
    first = session_of(order)
    gateway.ledger.expire(first)
    assert not begin(order).url.endswith(first)
    assert order.payments.filter(status="rejected").count() == 1


def test_an_order_that_takes_no_money_begins_no_payment(order, gateway, begin):
    Order.objects.filter(pk=order.pk).update(reserved_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused, match="reservation has ended"):
        begin(order)
    cancel(order.pk, "buyer")
    with pytest.raises(Refused, match="cancelled"):
        begin(order)
    assert not gateway.asked


def test_cancelling_closes_the_session(order, gateway, session_of, run_tasks):
    session = session_of(order)
    cancel(order.pk, "buyer")
    run_tasks()
    assert gateway.ledger.sessions[session]["status"] == "expired"


def test_an_unknown_way_is_said_so(order, gateway, begin):
    with pytest.raises(Refused) as refused:
        begin(order, "gold")
    assert refused.value.status == 400


def test_nothing_is_asked_inside_a_transaction(order, gateway, begin):
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        begin(order)
    assert not gateway.asked


def test_a_gateway_that_hangs_holds_one_thread_and_not_for_long(gateway, monkeypatch):
    monkeypatch.setattr("checkout.payments.stripe_client.READ_SECONDS", 0.2)
    monkeypatch.setattr("checkout.payments.stripe_client.QUEUE_SECONDS", 0.01)
    client = StripeClient("sk_test_1", gateway.url)
    gateway.faults.add("GET /v1/checkout/sessions", "delay", seconds=1)
    with pytest.raises(Unsure, match="APIConnectionError"):
        client.ask(lambda api: api.v1.checkout.sessions.list())
    with client.lane, pytest.raises(Unsure, match="another call"):
        client.ask(lambda api: api.v1.checkout.sessions.list())


def test_amounts_are_exact(gateway):
    stripe = gateway_of("stripe")
    for cents in range(1, 20_000):
        assert stripe.convert_amount("USD", Decimal(cents) / 100) == cents
    assert (stripe.convert_amount("JPY", Decimal("500.00")), amount_of(500, "JPY")) == (500, Decimal(500))
    with pytest.raises(Declined):
        stripe.convert_amount("JPY", Decimal("0.50"))
    with pytest.raises(Declined):
        stripe.convert_amount("USD", Decimal("0.005"))


def test_a_bank_that_takes_days(order, gateway, session_of, deliver):
    session = session_of(order)
    gateway.ledger.pay(session, held=True)  # as it looks without its charge: complete, unpaid
    deliver(gateway.webhooks.events[0])
    assert order.payments.get().is_open
    gateway.ledger.capture(gateway.ledger.sessions[session]["payment_intent"])
    assert gateway_of("stripe").look(Payment.objects.get()).standing is Standing.PAID


def test_an_order_of_nothing_needs_no_provider(purchase, variant, gateway, begin):
    from uuid import uuid4

    from checkout.place_order import place_order

    free = place_order(purchase((variant, 1, "0.00"), shipping="0.00"), uuid4())
    for _ in range(2):
        assert "/done/" in begin(free).url
    free.refresh_from_db()
    assert (free.state, gateway.asked) == (State.PAID, [])
