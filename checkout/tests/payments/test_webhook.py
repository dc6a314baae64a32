"""Events: proven, taken once, in any order, of any order, before or after the buyer comes back."""

import itertools
import time

import pytest

from catalog.models import Stock
from checkout.models import OrderEvent, Payment, PaymentEvent, Refund
from checkout.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(order, gateway, session_of):
    """At the gateway; nothing has told the shop yet. The event."""
    gateway.ledger.pay(session_of(order))
    return gateway.webhooks.events[-1]


def state_of(order) -> str:
    order.refresh_from_db()
    return order.state


def test_it_pays_the_order(order, paid, deliver):
    answer = deliver(paid)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert "sessionid" not in answer.cookies
    assert (state_of(order), Payment.objects.get().charge) == (State.PAID, "pi_2")


def test_ten_times_is_once(order, paid, deliver, variant):
    answers = [deliver(paid).content for _ in range(10)]
    assert answers == [b"order paid\n"] + [b"known\n"] * 9
    assert order.events.filter(after=State.PAID).count() == PaymentEvent.objects.count() == 1
    assert Stock.objects.values_list("on_hand", "reserved").get(pk=variant.pk) == (7, 0)


def test_the_same_news_under_other_names_is_once(order, paid, deliver, variant):
    for number in range(10):
        deliver(paid | {"id": f"evt_again_{number}"})
    assert order.events.filter(after=State.PAID).count() == 1
    assert not Refund.objects.exists()
    assert Stock.objects.values_list("on_hand", "reserved").get(pk=variant.pk) == (7, 0)


def test_any_order_of_events_ends_alike(purchase, make_variant, gateway, session_of, deliver):
    from uuid import uuid4

    from checkout.place_order import place_order

    for number, turn in enumerate(itertools.permutations(range(3))):
        order = place_order(purchase((make_variant(f"LAMP-{number}"), 1, "5.00")), uuid4())
        session = session_of(order)
        gateway.webhooks.events.clear()
        gateway.ledger.pay(session)
        (done,) = gateway.webhooks.events
        about = done["data"]["object"]
        expired = done | {
            "id": f"evt_x{number}",
            "type": "checkout.session.expired",
            "data": {"object": about | {"status": "expired", "payment_status": "unpaid"}},
        }
        again = done | {"id": f"evt_y{number}", "type": "checkout.session.async_payment_succeeded"}
        for index in turn:
            assert deliver((done, expired, again)[index]).status_code == 200
        assert state_of(order) == State.PAID
        assert order.payments.get().status == "confirmed"


@pytest.mark.parametrize(
    "changed", [{"secret": "whsec_wrong"}, {"at": int(time.time()) - 301}], ids=["wrong secret", "too old"]
)
def test_a_wrong_signature_changes_nothing(order, paid, deliver, changed):
    assert deliver(paid, **changed).status_code == 400
    assert (state_of(order), PaymentEvent.objects.count()) == (State.PENDING, 0)


def test_a_changed_body_changes_nothing(order, paid, gateway, client):
    body, headers = gateway.webhooks.signed(paid)
    del headers["Content-Type"]  # the client's own
    forged = body.replace(b"6487", b"0001")
    address = "/checkout/webhook/stripe/"
    assert forged != body
    assert client.post(address, forged, "application/json", headers=headers).status_code == 400
    assert client.post(address, body, "application/json").status_code == 400
    assert client.post(address, body, "multipart/form-data; boundary=x", headers=headers).status_code == 400
    assert client.post(address, b"\xff", "application/json", headers=headers).status_code == 400
    assert client.post(address, b"x" * 300_000, "application/json", headers=headers).status_code == 413
    assert client.get(address).status_code == 405
    assert client.post("/checkout/webhook/dummy/", body, "application/json", headers=headers).status_code == 400
    assert client.post("/checkout/webhook/gold/", body, "application/json", headers=headers).status_code == 404
    assert (state_of(order), PaymentEvent.objects.count()) == (State.PENDING, 0)


def test_signed_nonsense_is_refused(gateway, client):
    for event in (
        {},
        [],
        {"id": "evt", "type": "checkout.session.completed", "data": {"object": {}}, "object": "event"},
    ):
        body, headers = gateway.webhooks.signed(event)
        del headers["Content-Type"]
        assert client.post("/checkout/webhook/stripe/", body, "application/json", headers=headers).status_code == 400


def test_what_is_not_ours_is_on_record_and_nothing_more(paid, deliver):
    Payment.objects.all().delete()
    assert deliver(paid).content == b"of no payment of ours\n"
    assert deliver(paid | {"id": "evt_x", "type": "customer.created"}).content == b"nothing to do\n"
    assert PaymentEvent.objects.count() == 2


def test_another_amount_goes_back(order, gateway, session_of, deliver, run_tasks):
    gateway.ledger.pay(session_of(order), amount=1)
    deliver(gateway.webhooks.events[0])
    run_tasks()
    assert state_of(order) == State.PENDING
    assert order.events.filter(kind=OrderEvent.Kind.TROUBLE, note__startswith="0.01 USD came instead").exists()
    assert (Refund.objects.get().state, gateway.ledger.kept(order.number)) == ("done", 0)


def test_another_currency_goes_back(order, gateway, session_of, deliver, run_tasks):
    gateway.ledger.pay(session_of(order), currency="eur")
    deliver(gateway.webhooks.events[0])
    run_tasks()
    assert (state_of(order), gateway.ledger.kept(order.number)) == (State.PENDING, 0)


def test_a_dispute_is_told_to_staff(order, paid, deliver):
    deliver(paid)
    about = {"object": "dispute", "payment_intent": "pi_2", "reason": "fraudulent"}
    deliver(paid | {"id": "evt_d", "type": "charge.dispute.created", "data": {"object": about}})
    assert "disputes the charge: fraudulent" in order.events.get(kind=OrderEvent.Kind.TROUBLE).note
