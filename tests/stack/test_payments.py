"""Paying, against real uWSGI and PostgreSQL, with a gateway that is slow, silent, doubled or too early.

The promise: one order and one charge for one purchase; and after a reconciliation nobody has paid without an order.
"""

import threading
import time
from contextlib import suppress

import pytest
import requests

from tests.stack.paying import Buyer, PaidShop, at_once, number_in

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def shop(stack):
    stack.psql("UPDATE checkout_payment SET variant = 'gone' WHERE variant = 'stripe'")  # of an earlier run's gateway
    with PaidShop(stack) as running:
        yield running


@pytest.fixture(autouse=True)
def healthy(shop):
    """A gateway without faults; and afterwards both sides agree about every order."""
    shop.gateway.webhooks.mode = "lose"
    yield
    shop.gateway.faults.clear()
    shop.gateway.keys.is_on = True


@pytest.fixture
def buyer(shop, stack) -> Buyer:
    return Buyer(shop, stack.variant)


def test_a_buyer_pays_and_comes_back(shop, buyer):
    shop.gateway.webhooks.mode = "send"
    number = buyer.order()
    session = buyer.session()
    came = requests.post(f"{shop.gateway.url}/pay/{session}", {"outcome": "pay"}, timeout=20, allow_redirects=False)
    assert came.headers["Location"] == f"{shop.url}/checkout/payment/{shop.token(number).strip()}/"
    answer = buyer.come_back()
    assert answer.headers["Location"] == f"{shop.url}/checkout/done/{number}/"
    assert buyer.get(f"/checkout/done/{number}/").status_code == 200
    shop.gateway.webhooks.wait_until_idle()
    assert (shop.state(number), shop.times_paid(number)) == ("paid", 1)


def test_a_webhook_ten_times_and_out_of_order_before_the_redirect(shop, buyer):
    number = buyer.order()
    session = buyer.session()
    shop.gateway.webhooks.mode = "hold"
    shop.gateway.ledger.pay(session)
    paid = shop.gateway.webhooks.events[-1]
    late = paid["data"]["object"] | {"status": "expired", "payment_status": "unpaid"}
    events = [paid] * 10 + [paid | {"id": f"evt_again_{n}_{number}"} for n in range(3)]
    events.insert(4, {**paid, "id": f"evt_x_{number}", "type": "checkout.session.expired", "data": {"object": late}})
    answers = at_once([lambda event=event: shop.gateway.webhooks.send(event) for event in events])
    assert set(answers) == {200}
    buyer.come_back()
    assert (shop.state(number), shop.times_paid(number)) == ("paid", 1)
    assert shop.count(f"paymentevent WHERE event_id = '{paid['id']}'") == 1


def test_sixteen_windows_with_one_key(shop, buyer):
    form = buyer.walk()
    before = shop.count("order")
    orders = at_once([lambda one=one: one.post("/checkout/review/", **form) for one in buyer.clones(16)])
    numbers = {number_in(answer.headers["Location"]) for answer in orders if answer.status_code == 303}
    assert {answer.status_code for answer in orders} <= {303, 503}
    assert len(numbers) == 1
    assert shop.count("order") == before + 1
    buyer.number = numbers.pop()
    begun = at_once([one.begin_to_pay for one in buyer.clones(16)])
    assert {answer.status_code for answer in begun} <= {302, 503}
    assert len({answer.headers["Location"] for answer in begun if answer.status_code == 302}) == 1
    assert len(shop.gateway.ledger.begun(buyer.number)) == 1
    shop.gateway.ledger.pay(buyer.session())
    at_once([one.come_back for one in buyer.clones(8)])
    assert (shop.state(buyer.number), shop.times_paid(buyer.number)) == ("paid", 1)
    assert len(shop.gateway.ledger.charges(shop.token(buyer.number).strip())) == 1


def test_without_keys_windows_would_begin_several_sessions(shop, buyer):
    shop.gateway.keys.is_on = False
    buyer.order()
    shop.gateway.faults.add("POST /v1/checkout/sessions", "delay", seconds=0.5, times=4)
    at_once([one.begin_to_pay for one in buyer.clones(4)])
    assert len(shop.gateway.ledger.begun(buyer.number)) > 1


@pytest.mark.parametrize("moment", ["drop", "silence"])
def test_a_worker_dies_before_the_gateway_has_done_it_or_after(shop, buyer, moment):
    number = buyer.order()
    shop.gateway.faults.add("POST /v1/checkout/sessions", moment, seconds=4)
    window = threading.Thread(target=hung_up(buyer.begin_to_pay))
    window.start()
    assert shop.gateway.faults.met.acquire(timeout=10)
    shop.kill_workers()
    window.join(10)
    shop.wait_until_ready()
    assert len(shop.gateway.ledger.begun(number)) == (moment == "silence")
    shop.gateway.ledger.pay(buyer.session())
    buyer.come_back()
    assert (shop.state(number), len(shop.gateway.ledger.begun(number))) == ("paid", 1)
    assert shop.times_paid(number) == 1


def test_a_worker_dies_after_the_commit(shop, buyer):
    """As soon as the database says paid: whether the gateway heard of it or not, it tells again."""
    number = buyer.order()
    session = buyer.session()
    shop.gateway.webhooks.mode = "hold"
    shop.gateway.ledger.pay(session)
    event = shop.gateway.webhooks.events[-1]
    teller = threading.Thread(target=shop.gateway.webhooks.send_until_heard, args=(event,))
    teller.start()
    deadline = time.monotonic() + 30
    while shop.state(number) != "paid":
        assert time.monotonic() < deadline, "the event was not taken"
    shop.kill_workers()
    teller.join(30)
    shop.wait_until_ready()
    assert shop.gateway.webhooks.send(event) == 200
    buyer.come_back()
    assert shop.times_paid(number) == 1


def test_the_gateway_has_charged_and_says_nothing(shop, buyer):
    """A hanging gateway, a lost webhook: the buyer is told to wait; the reconciliation finds it."""
    number = buyer.order()
    session = buyer.session()
    shop.gateway.ledger.pay(session)
    shop.gateway.faults.add(f"GET /v1/checkout/sessions/{session}", "silence", seconds=14)
    page = buyer.come_back()
    assert page.elapsed.total_seconds() < 10
    assert (page.status_code, shop.state(number)) == (200, "pending")
    assert "has not confirmed" in page.text
    assert shop.reconcile() == 0
    assert (shop.state(number), shop.times_paid(number)) == ("paid", 1)


def test_a_gateway_that_hangs_leaves_the_shop_its_other_thread(shop, buyer):
    buyer.order()
    shop.gateway.faults.add("POST /v1/checkout/sessions", "silence", seconds=8, times=4)
    windows = [threading.Thread(target=hung_up(one.begin_to_pay)) for one in buyer.clones(4)]
    for window in windows:
        window.start()
    assert shop.gateway.faults.met.acquire(timeout=10)
    took = [requests.get(shop.url, timeout=20).elapsed.total_seconds() for _ in range(10)]
    for window in windows:
        window.join(20)
    assert max(took) < 4, took  # 5 s is how long the threads would wait for the gateway


def test_the_reservation_ends_while_the_buyer_pays(shop, stack, buyer):
    number = buyer.order()
    session = buyer.session()
    stack.psql(f"UPDATE checkout_order SET reserved_until = now() - interval '1 second' WHERE number = '{number}'")
    shop.gateway.ledger.pay(session)
    shop.settle_up()
    assert shop.state(number) == "paid"  # there is stock left, and the session had the money already
    assert shop.times_paid(number) == 1


def test_cancelling_races_the_capture(shop, buyer, stack):
    """Whichever comes first, the gateway keeps the money of those orders that are paid, and no other."""
    buyers = [Buyer(shop, stack.variant) for _ in range(4)]
    jobs = []
    shop.gateway.webhooks.mode = "hold"
    for one in buyers:
        one.order()
        shop.gateway.ledger.pay(one.session())
        event = shop.gateway.webhooks.events[-1]
        jobs += [
            lambda one=one: one.post(f"/account/orders/{one.number}/cancellation/").status_code,
            lambda event=event: shop.gateway.webhooks.send(event),
        ]
    answers = at_once(jobs)
    assert set(answers) <= {200, 302, 303, 409}, answers
    shop.settle_up()
    assert {shop.state(one.number) for one in buyers} <= {"cancelled", "paid"}
    assert not shop.disagreements()


def test_in_the_end_both_sides_agree(shop, stack):
    """About all that the tests above have left behind, and with nothing but the gateway's word for it."""
    shop.settle_up()
    assert shop.disagreements() == []
    assert shop.reconcile() == 0
    sold_wrong = stack.psql("SELECT count(*) FROM catalog_stock WHERE reserved < 0 OR on_hand < reserved")
    assert int(sold_wrong) == 0


def hung_up(ask):
    """The answer may never come."""

    def asking():
        with suppress(requests.RequestException):
            ask()

    return asking
