"""What a buyer hears of an order: each change once, in the order's language, with the invoice attached."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Customer
from checkout.cancel import cancel
from checkout.current import ORDERS
from checkout.expire import expire_orders
from checkout.models import Invoice, Order, Payment
from checkout.pay import count_payment
from checkout.payments.gateway import Seen, Standing
from checkout.payments.settle import settle
from checkout.place_order import place_order
from checkout.refund import TooMuch, refund
from checkout.ship import ship
from checkout.take_back import take_back
from shop.tasks.row import TaskRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(purchase, variant):
    return lambda **more: place_order(purchase((variant, 3, "19.99"), **more), uuid4())


@pytest.fixture(autouse=True)
def no_drawing(monkeypatch):
    """Invoices are drawn in their own tests; here it is enough that there is one."""
    monkeypatch.setattr("checkout.invoice.draw", lambda *args, **more: b"%PDF-1.7 drawn elsewhere")


def pay(order, amount=None) -> Payment:
    payment = Payment.objects.create(
        order=order,
        variant="dummy",
        currency=order.currency,
        total=order.total,
        captured_amount=order.total if amount is None else Decimal(amount),
        status="confirmed",
    )
    count_payment(payment.pk)
    return payment


def hear(run_tasks) -> list[str]:
    """The subjects of what was sent since the last time, without the order's number."""
    mail.outbox.clear()
    run_tasks()
    number = Order.objects.get().number
    return sorted(sent.subject.replace(number, "N") for sent in mail.outbox)


def test_an_orders_life(place, run_tasks):
    order = place()
    assert hear(run_tasks) == []
    pay(order)
    year = Order.objects.get().paid_at.year
    assert hear(run_tasks) == [f"Invoice {year}-000001 for your order N", "Your order N at Matryoshka"]
    ship(order.pk, "staff", "Parcel Post", "PP 42")
    assert hear(run_tasks) == ["Your order N is on its way"]
    assert "PP 42" in mail.outbox[0].body
    line = order.lines.get()
    for key in ("one", "two"):
        take_back(order.pk, {line.pk: 1}, "staff", key)
    assert hear(run_tasks)[-2:] == ["We have received what you sent back of order N"] * 2
    assert hear(run_tasks) == []


@pytest.mark.reads_primary("a first visit is given its session")
def test_a_mail_says_what_was_bought_and_leads_to_the_order(place, run_tasks):
    order = place()
    pay(order)
    run_tasks()
    confirmed = next(sent for sent in mail.outbox if "at Matryoshka" in sent.subject)
    html = confirmed.alternatives[0].content
    for said in (confirmed.body, html):
        assert "3 × Lamp LAMP" in said
        assert "$59.97" in said
        assert "$4.90" in said
        assert "$64.87" in said
        assert "SW1A 1AA" in said
    assert confirmed.to == ["ann@example.com"]
    door = next(word for word in confirmed.body.split() if "/checkout/order/" in word)
    visitor = Client()
    answer = visitor.get(door.removeprefix("http://testserver"))
    assert answer.url == reverse("orders:show", args=[order.number])
    assert order.number in visitor.get(answer.url).content.decode()


def test_it_speaks_the_orders_language(place, run_tasks):
    order = place(language="de")
    pay(order)
    run_tasks()
    sent = {sent.subject.split()[0]: sent for sent in mail.outbox}
    assert sent["Ihre"].subject == f"Ihre Bestellung {order.number} bei Matryoshka"
    assert "59,97\u00a0$" in sent["Ihre"].body
    assert "Vereinigtes Königreich" in sent["Ihre"].body
    assert '<html lang="de"' in sent["Ihre"].alternatives[0].content
    assert sent["Rechnung"].subject.endswith(f"zu Ihrer Bestellung {order.number}")


def test_what_was_not_paid_in_time(place, run_tasks):
    order = place()
    Order.objects.update(reserved_until="2020-01-01T00:00Z")
    expire_orders()
    assert hear(run_tasks) == ["Order N was not paid in time"]
    assert not Invoice.objects.exists()
    assert order.email == mail.outbox[0].to[0]


def test_nobody_hears_that_it_expired_who_has_paid_since(place, run_tasks):
    order = place()
    Order.objects.update(reserved_until="2020-01-01T00:00Z")
    expire_orders()
    pay(order)
    assert not any("in time" in subject for subject in hear(run_tasks))


def test_a_payment_that_failed_is_told_if_no_other_came(place, run_tasks):
    order = place()
    for _ in range(2):
        settle(Payment.objects.create(order=order, variant="dummy", total=order.total).pk, Seen("", Standing.CLOSED))
    assert hear(run_tasks) == []  # not yet: the buyer may be at it
    TaskRow.objects.update(due_at="2020-01-01T00:00Z")
    assert hear(run_tasks) == ["The payment for order N did not work"] * 2
    settle(Payment.objects.create(order=order, variant="dummy", total=order.total).pk, Seen("", Standing.CLOSED))
    pay(order)
    TaskRow.objects.filter(state="waiting").update(due_at="2020-01-01T00:00Z")
    assert not any("did not work" in subject for subject in hear(run_tasks))


def test_called_off_and_paid_back(place, run_tasks):
    order = place()
    pay(order)
    run_tasks()
    cancel(order.pk, "buyer")
    year = Order.objects.get().paid_at.year
    heard = hear(run_tasks)
    assert heard == [f"Credit note {year}-000002 for your order N", "Your order N is cancelled"]
    assert all("$64.87" in sent.body for sent in mail.outbox)


def test_money_that_never_paid_the_order_goes_back_without_a_credit_note(place, run_tasks):
    order = place()
    pay(order)
    run_tasks()
    pay(order)
    assert hear(run_tasks) == ["Your refund for order N"]
    assert Invoice.objects.count() == 1


def test_nothing_is_sent_for_a_change_that_was_rolled_back(place, run_tasks):
    order = place()
    pay(order)
    run_tasks()
    with pytest.raises(TooMuch):
        refund(order.pk, Decimal("1000.00"), "too much", "one", "staff")
    assert hear(run_tasks) == []


class TestDownload:
    @pytest.fixture
    def invoiced(self, place, run_tasks):
        order = place()
        pay(order)
        run_tasks()
        return order

    @pytest.fixture
    def path(self, invoiced):
        return reverse("orders:invoice", args=[invoiced.number, Invoice.objects.get().number])

    def test_the_buyer_gets_it_from_the_orders_page(self, client, invoiced, path):
        remember(client, invoiced)
        assert path in client.get(reverse("orders:show", args=[invoiced.number])).content.decode()
        answer = client.get(path)
        assert answer.content == b"%PDF-1.7 drawn elsewhere"
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == f'attachment; filename="{Invoice.objects.get().filename}"'
        assert answer["Cache-Control"] == "private, no-store"

    def test_nobody_else_does(self, client, invoiced, path):
        assert Client().get(path).status_code == 404
        client.force_login(Customer.objects.create_user("bo@example.com", "a long enough pass phrase"))
        assert client.get(path).status_code == 404

    def test_no_number_but_its_own(self, client, invoiced, path):
        remember(client, invoiced)
        assert client.get(path.replace("000001", "000002")).status_code == 404

    def test_not_before_it_is_drawn(self, client, invoiced, path):
        remember(client, invoiced)
        Invoice.objects.update(pdf=None)
        assert client.get(path).status_code == 404


def remember(client, order):
    session = client.session
    session[ORDERS] = [order.number]
    session.save()
