"""Money goes back once, by the refund's key, however often it is asked and whatever answers get lost."""

from decimal import Decimal

import pytest

from checkout.models import OrderEvent, Refund
from checkout.payments.gateway import Unsure
from checkout.payments.send_refund import send_refund
from checkout.refund import refund

pytestmark = pytest.mark.django_db


@pytest.fixture
def bought(order, gateway, session_of, deliver):
    gateway.ledger.pay(session_of(order))
    deliver(gateway.webhooks.events[0])
    order.refresh_from_db()
    return order


def test_in_parts(bought, gateway, run_tasks):
    refund(bought.pk, Decimal("4.87"), "scratched", "one", "staff")
    refund(bought.pk, Decimal("60.00"), "returned", "two", "staff")
    assert sum(key.startswith("refund ") for key in run_tasks()) == 2
    assert [one["amount"] for one in gateway.ledger.refunds.values()] == [487, 6000]
    assert set(Refund.objects.values_list("state", "transaction_id")) == {("done", "re_4"), ("done", "re_5")}
    assert bought.payments.get().status == "refunded"


@pytest.mark.parametrize("fault", ["error-after", "reset-after", "error", "reset"])
def test_an_answer_that_was_lost_makes_no_second_refund(bought, gateway, fault):
    one = refund(bought.pk, Decimal("10.00"), "scratched", "one", "staff")
    gateway.faults.add("POST /v1/refunds", fault)
    with pytest.raises(Unsure):
        send_refund(one.pk)
    gateway.keys.answers.clear()  # as Stripe forgets them, after a day
    for _ in range(3):
        assert send_refund(one.pk).state == Refund.State.DONE
    assert [one["amount"] for one in gateway.ledger.refunds.values()] == [1000]
    gateway.asked.clear()
    send_refund(one.pk)
    assert not gateway.asked


def test_without_looking_first_there_would_be_two(bought, gateway, monkeypatch):
    one = refund(bought.pk, Decimal("10.00"), "scratched", "one", "staff")
    gateway.faults.add("POST /v1/refunds", "reset-after")
    with pytest.raises(Unsure):
        send_refund(one.pk)
    gateway.keys.answers.clear()
    really = gateway.answer

    def forgetful(method, path, params):
        answer = really(method, path, params)
        return answer | {"data": []} if (method, path) == ("GET", "/v1/refunds") else answer

    monkeypatch.setattr(gateway, "answer", forgetful)
    send_refund(one.pk)
    assert len(gateway.ledger.refunds) == 2


def test_a_refusal_for_good_is_told_to_staff(bought, gateway, run_tasks):
    one = refund(bought.pk, Decimal("10.00"), "scratched", "one", "staff")
    gateway.ledger.refund({"payment_intent": "pi_2", "amount": "6487"})  # by hand, at the gateway's desk
    run_tasks()
    one.refresh_from_db()
    assert (one.state, one.done_at) == (Refund.State.FAILED, None)
    assert "greater than unrefunded amount" in one.trouble
    assert "refund of 10.00 USD failed" in bought.events.get(kind=OrderEvent.Kind.TROUBLE).note


def test_a_refund_that_fails_days_later(bought, gateway, run_tasks, deliver):
    one = refund(bought.pk, Decimal("10.00"), "scratched", "one", "staff")
    run_tasks()
    gateway.ledger.fail_refund("re_4")
    for _ in range(2):
        deliver(gateway.webhooks.events[-1])
    one.refresh_from_db()
    assert (one.state, one.trouble) == (Refund.State.FAILED, "lost_or_stolen_card")
    assert bought.events.filter(kind=OrderEvent.Kind.TROUBLE).count() == 1


def test_of_a_test_payment(order, begin, run_tasks):
    begin(order, "dummy", outcome="pay")
    refund(order.pk, Decimal("4.87"), "scratched", "one", "staff")
    run_tasks()
    assert Refund.objects.get().state == Refund.State.DONE
