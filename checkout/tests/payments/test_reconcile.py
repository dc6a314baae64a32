"""Webhooks are lost, buyers never come back, answers vanish: afterwards both sides agree, or staff is told."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from catalog.models import Stock
from checkout.cancel import cancel
from checkout.expire import expire_orders
from checkout.models import Order, OrderEvent, Payment, PaymentEvent, Refund
from checkout.payments import reconcile as module
from checkout.payments.reconcile import reconcile
from checkout.place_order import place_order
from checkout.refund import refund
from checkout.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_tells(gateway, monkeypatch):
    gateway.webhooks.mode = "lose"
    monkeypatch.setattr(module, "STALE", timedelta(0))  # nobody waits for what won't come


def run(**options):
    return reconcile(timezone.now() - timedelta(days=1), **options)


def whats(report) -> list[tuple[str, bool]]:
    return [(finding.what, finding.repaired) for finding in report]


def end_reservation(order) -> None:
    Order.objects.filter(pk=order.pk).update(reserved_until=timezone.now() - timedelta(seconds=1))
    expire_orders()


def test_paid_and_nobody_told(order, gateway, session_of):
    gateway.ledger.pay(session_of(order))
    assert whats(run()) == [("paid, not counted", True)]
    order.refresh_from_db()
    assert order.state == State.PAID
    assert whats(run()) == []


def test_a_report_changes_nothing(order, gateway, session_of):
    gateway.ledger.pay(session_of(order))
    assert whats(run(repair=False)) == [("paid, not counted", False)]
    order.refresh_from_db()
    assert (order.state, OrderEvent.objects.count()) == (State.PENDING, 1)


def test_paid_after_the_reservation(order, gateway, session_of, variant):
    gateway.ledger.pay(session_of(order))
    end_reservation(order)
    run()
    order.refresh_from_db()
    assert (order.state, Stock.objects.get(pk=variant.pk).on_hand) == (State.PAID, 7)


@pytest.mark.parametrize("fate", ["sold", "cancelled"])
def test_paid_and_the_order_can_not_be_had(order, gateway, session_of, run_tasks, purchase, variant, fate):
    gateway.ledger.pay(session_of(order))
    if fate == "cancelled":
        cancel(order.pk, "buyer")
    else:
        end_reservation(order)
        place_order(purchase((variant, 10, "19.99")), uuid4())
    assert whats(run()) == [("paid, not counted", True), ("refund unsure", True)]
    run_tasks()
    assert (Refund.objects.get().state, gateway.ledger.kept(order.number)) == ("done", 0)
    assert whats(run()) == []


def test_charged_twice(order, gateway, session_of, begin, run_tasks):
    """The first session could not be closed: it was paid in another window, a moment before."""
    gateway.ledger.pay(session_of(order))
    Payment.objects.update(status="rejected")  # as if its closing had been believed
    gateway.ledger.pay(session_of(order))
    assert len(gateway.ledger.charges()) == 2
    assert whats(run()) == [("paid, not counted", True)] * 2 + [("refund unsure", True)]
    run_tasks()
    order.refresh_from_db()
    assert (order.state, order.refunded) == (State.PAID, 0)
    assert gateway.ledger.kept(order.number) == 6487
    assert whats(run()) == []


@pytest.mark.parametrize(("fate", "kept"), [("waits", 6487), ("expired", 0)])
def test_authorised_and_stale(order, gateway, session_of, fate, kept):
    gateway.ledger.pay(session_of(order), held=True)
    if fate == "expired":
        end_reservation(order)
    assert whats(run()) == [("authorised, stale", True)]
    order.refresh_from_db()
    assert order.state == (State.PAID if kept else State.EXPIRED)
    assert gateway.ledger.kept(order.number) == kept
    assert whats(run()) == []


def test_a_session_left_open_is_closed(order, gateway, session_of):
    session = session_of(order)
    end_reservation(order)  # and its task never runs
    assert whats(run()) == [("still open", True)]
    assert gateway.ledger.sessions[session]["status"] == "expired"


def test_a_refund_that_nobody_confirmed(order, gateway, session_of):
    gateway.ledger.pay(session_of(order))
    run()
    refund(order.pk, Decimal("5.00"), "scratched", "one", "staff")  # and its task never runs
    gateway.faults.add("POST /v1/refunds", "reset-after")
    assert whats(run()) == [("refund unsure", False)]
    assert whats(run()) == [("refund unsure", True)]
    assert whats(run()) == []
    assert [one["amount"] for one in gateway.ledger.refunds.values()] == [500]


def test_what_only_people_can_settle(order, gateway, session_of):
    session = session_of(order)
    gateway.ledger.pay(session)
    run()
    gateway.ledger.refund({"payment_intent": "pi_2", "amount": "100"})
    assert whats(run()) == [("other refunds", False)]
    gateway.ledger.intents["pi_2"]["amount_received"] = 100
    assert ("other amount", False) in whats(run())
    gateway.ledger.sessions[session] |= {"status": "expired", "payment_intent": None}
    for _ in range(2):
        assert whats(run()) == [("not there", False)]
    assert order.events.filter(kind=OrderEvent.Kind.TROUBLE, note__startswith="not there").count() == 1
    Payment.objects.update(token="lost")
    assert ("unknown", False) not in whats(run())
    gateway.ledger.sessions[session] |= {"status": "complete"}
    assert ("unknown", False) in whats(run())


def test_with_the_key_of_another_account_each_payment_is_named(order, gateway, session_of, purchase, variant):
    gateway.ledger.pay(session_of(order))
    run()
    other = place_order(purchase((variant, 1, "1.00")), uuid4())
    session_of(other)
    gateway.ledger.sessions.clear()
    assert whats(run()) == [("not there", False)]
    assert other.payments.get().status == "rejected"


def test_what_another_shop_sold_on_the_same_account_is_not_ours(order, gateway, session_of):
    gateway.ledger.pay(session_of(order))
    Payment.objects.all().delete()
    for session in gateway.ledger.sessions.values():
        session["metadata"] = {}
    assert whats(run()) == []


def test_more_than_a_page(purchase, variant, gateway, session_of, monkeypatch):
    monkeypatch.setattr("checkout.payments.stripe.PAGE", 2)
    orders = [place_order(purchase((variant, 1, "1.00")), uuid4()) for _ in range(5)]
    for order in orders:
        gateway.ledger.pay(session_of(order))
    assert len(run()) == Order.objects.filter(state=State.PAID).count() == 5


def test_old_events_go(gateway):
    PaymentEvent.objects.create(variant="stripe", event_id="old", at=timezone.now() - timedelta(days=91))
    PaymentEvent.objects.create(variant="stripe", event_id="new")
    run()
    assert PaymentEvent.objects.get().event_id == "new"


def command(*words) -> tuple[int, list[str]]:
    out = StringIO()
    try:
        call_command("reconcile_payments", *words, stdout=out)
        code = 0
    except SystemExit as end:
        code = end.code
    return code, out.getvalue().splitlines()


def test_the_command(order, gateway, session_of):
    assert command() == (0, ["0 looked at, 0 repaired, 0 left"])
    gateway.ledger.pay(session_of(order))
    code, lines = command("--report")
    assert (code, lines[0].split()[:2], len(lines)) == (3, ["WHAT", "DONE"], 3)
    assert order.number in lines[1]
    code, lines = command("--since", "1 00:00:00")
    assert (code, lines[-1]) == (0, "1 looked at, 1 repaired, 0 left")
    gateway.faults.add("GET /v1/checkout/sessions", "error")
    code, lines = command()
    assert (code, "unreachable" in lines[1]) == (1, True)
