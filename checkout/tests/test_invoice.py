"""Invoices: numbered without gaps, made once, drawn from what the order says, fetching nothing."""

import re
import threading
import uuid
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from checkout.invoice import draw_invoice, make_credit_note, make_invoice
from checkout.invoice_pdf import draw, written_out
from checkout.models import Invoice, InvoiceSeries, Order, OrderLine, Payment, Refund
from checkout.tax_lines import share, tax_lines
from shop.tasks.row import TaskRow

pytestmark = pytest.mark.django_db
ADDRESS = {
    "name": "Ann Onymous",
    "street_address": "1 High Street",
    "city": "London",
    "postal_code": "SW1A 1AA",
    "country_code": "GB",
}
NINETEEN, SEVEN = Decimal("0.19000"), Decimal("0.07000")


def line(position, title="Oak lamp", rate=NINETEEN, total="11.90", tax="1.90", discount="0.00", **more):
    amount = Decimal(total) + Decimal(discount)
    return OrderLine(
        position=position, sku=f"SKU-{position}", title=title, quantity=1, unit_price=amount, amount=amount,
        discount=Decimal(discount), tax_rate=rate, tax=Decimal(tax), total=Decimal(total), **more,
    )  # fmt: skip


@pytest.fixture
def make_order():
    """Prices include tax; call it with unsaved lines."""

    def make(*lines, shipping="5.95", shipping_tax="0.95", language="en", **more):
        lines = lines or (line(1),)
        goods, discount = sum(each.amount for each in lines), sum(each.discount for each in lines)
        order = Order.objects.create(
            key=uuid.uuid4(), email="ann@example.com", language=language, reserved_until=timezone.now(),
            delivery_address=ADDRESS, billing_address=ADDRESS, shipping_code="standard", shipping_name="Standard",
            currency="EUR", goods=goods, discount=discount, shipping=Decimal(shipping),
            shipping_tax=Decimal(shipping_tax), tax=sum(each.tax for each in lines) + Decimal(shipping_tax),
            tax_included=True, total=goods - discount + Decimal(shipping), **more,
        )  # fmt: skip
        for each in lines:
            each.order = order
        OrderLine.objects.bulk_create(lines)
        return order

    return make


@pytest.fixture
def order(make_order):
    return make_order()


def numbers():
    return list(Invoice.objects.order_by("serial").values_list("serial", flat=True))


def test_an_order_gets_one_invoice_however_often_it_is_made(order, run_tasks):
    for _ in range(3):
        make_invoice(order.pk)
    run_tasks()
    run_tasks()
    invoice = Invoice.objects.get()
    assert invoice.number == f"{datetime.now(UTC).year}-000001"
    assert bytes(invoice.pdf).startswith(b"%PDF-")
    (sent,) = mail.outbox
    assert sent.to == ["ann@example.com"]
    assert invoice.number in sent.subject
    assert sent.attachments == [(invoice.filename, bytes(invoice.pdf), "application/pdf")]
    drawn = bytes(invoice.pdf)
    draw_invoice(invoice.pk)
    assert bytes(Invoice.objects.get().pdf) == drawn
    assert TaskRow.objects.filter(state="done").count() == 2  # drawn, mailed


def test_a_number_that_was_rolled_back_is_the_next_ones(make_order):
    first, second = make_order(), make_order()
    make_invoice(first.pk)
    with pytest.raises(RuntimeError), transaction.atomic():
        make_invoice(second.pk)
        raise RuntimeError("the worker died")
    make_invoice(make_order().pk)
    assert numbers() == [1, 2]


def test_each_year_begins_with_one(make_order, monkeypatch):
    for year in (2026, 2026, 2027):
        monkeypatch.setattr("checkout.invoice.timezone.now", lambda year=year: datetime(year, 12, 31, tzinfo=UTC))
        make_invoice(make_order().pk)
    assert [str(each) for each in Invoice.objects.order_by("pk")] == ["2026-000001", "2026-000002", "2027-000001"]


def test_what_was_issued_stays(order):
    make_invoice(order.pk)
    for change in (lambda: Invoice.objects.all().delete(), lambda: Invoice.objects.update(serial=7)):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change()
    assert numbers() == [1]


@pytest.mark.parametrize("language", ["en", "de"])
def test_it_says_who_what_and_how_much(make_order, settings, language):
    settings.SELLER = {"name": "Dolls Ltd", "lines": ["2 Low Road", "Leeds"], "tax_id": "GB123", "email": "x@dolls.x"}
    order = make_order(line(1, discount="1.00", options="red, M"), language=language)
    make_invoice(order.pk)
    text = written_out(Invoice.objects.get(), list(order.lines.all()), "")
    said = re.sub(r"<[^>]+>", " ", text)
    for wanted in ("Dolls Ltd", "2 Low Road", "GB123", "Ann Onymous", "SW1A 1AA", order.number, "Oak lamp", "SKU-1"):
        assert wanted in said
    assert ("17,85\u00a0€" if language == "de" else "€17.85") in said
    assert f'lang="{language}"' in text


def test_what_it_says_of_the_seller_is_of_its_day(order, settings):
    settings.SELLER = {"name": "Old Name", "lines": [], "tax_id": "", "email": ""}
    make_invoice(order.pk)
    settings.SELLER = {"name": "New Name", "lines": [], "tax_id": "", "email": ""}
    assert "Old Name" in written_out(Invoice.objects.get(), [], "")


def test_taxes_are_added_up_by_rate(make_order):
    order = make_order(line(1), line(2), line(3, rate=SEVEN, total="10.70", tax="0.70"))
    nineteen, seven = tax_lines(order, order.lines.all())
    assert (nineteen.rate, nineteen.gross, nineteen.tax, nineteen.net) == (
        NINETEEN, Decimal("29.75"), Decimal("4.75"), Decimal("25.00"),
    )  # fmt: skip
    assert (seven.gross, seven.tax, seven.net) == (Decimal("10.70"), Decimal("0.70"), Decimal("10.00"))
    assert sum(each.gross for each in (nineteen, seven)) == order.total
    assert sum(each.tax for each in (nineteen, seven)) == order.tax


def test_delivery_taxed_as_no_goods_are_has_a_row_of_its_own(make_order):
    order = make_order(shipping="5.00", shipping_tax="0.33")
    rows = tax_lines(order, order.lines.all())
    assert [(row.rate, row.tax) for row in rows] == [(NINETEEN, Decimal("1.90")), (None, Decimal("0.33"))]
    assert sum(row.gross for row in rows) == order.total
    make_invoice(order.pk)
    assert draw(Invoice.objects.get(), list(order.lines.all())).startswith(b"%PDF")


@pytest.mark.parametrize("amount", ["0.01", "1.00", "13.33", "28.54", "28.55"])
def test_what_is_paid_back_is_shared_to_the_cent(make_order, amount):
    order = make_order(line(1), line(2, rate=SEVEN, total="10.70", tax="0.70"))
    parts = share(tax_lines(order, order.lines.all()), Decimal(amount))
    assert sum(part.gross for part in parts) == Decimal(amount)
    assert all(0 <= part.tax <= part.gross for part in parts)


HOSTILE = (
    "</td><script>alert(1)</script><img src='file:///etc/passwd'><link rel=attachment href='file:///etc/passwd'>"
    "<style>@import url(http://127.0.0.1:1/x)</style>{{ settings }}"
)


def test_a_hostile_title_is_words_and_nothing_is_fetched(make_order, caplog):
    order = make_order(line(1, title=HOSTILE[:300]))
    order.billing_address = ADDRESS | {"name": "<img src=http://127.0.0.1:1/y>"}
    order.save()
    make_invoice(order.pk)
    invoice = Invoice.objects.get()
    text = written_out(invoice, list(order.lines.all()), "")
    assert re.findall(r"<(?:img|script|link|iframe|object|embed)\b[^>]*>", text) == [
        '<img src="shop:logo" alt="Matryoshka">'
    ]
    assert "&lt;script&gt;" in text
    assert draw(invoice, list(order.lines.all())).startswith(b"%PDF")
    assert "fetches nothing" not in caplog.text


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:1/", "data:text/plain,x", "shop:other"])
def test_even_markup_could_fetch_nothing_but_the_logo(url):
    from checkout.invoice_pdf import LOGO_URL, only_the_logo

    with pytest.raises(ValueError, match="fetches nothing"):
        only_the_logo().fetch(url)
    assert b"<svg" in only_the_logo().fetch(LOGO_URL).read()


def test_it_is_the_same_whenever_it_is_drawn(order):
    make_invoice(order.pk)
    invoice = Invoice.objects.get()
    assert draw(invoice, list(order.lines.all())) == draw(invoice, list(order.lines.all()))


def test_a_refund_gets_one_credit_note_of_the_same_series(order, run_tasks):
    payment = Payment.objects.create(order=order, variant="default", total=order.total, currency="EUR")
    refund = Refund.objects.create(order=order, payment=payment, amount=Decimal("5.00"), reason="late", key="one")
    make_credit_note(refund.pk)  # before the order's own task: that number comes first all the same
    make_invoice(order.pk)
    make_credit_note(refund.pk)
    run_tasks()
    invoice, note = Invoice.objects.order_by("serial")
    assert (note.serial, note.kind, note.total) == (2, "credit", Decimal("5.00"))
    assert bytes(note.pdf).startswith(b"%PDF")
    text = written_out(note, list(order.lines.all()), invoice.number)
    assert invoice.number in text
    assert note.number in text
    assert len(mail.outbox) == 2


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_however_many_are_issued_at_once(make_order):
    orders = [make_order().pk for _ in range(8)]
    barrier = threading.Barrier(len(orders))

    def issue(number, order_id):
        try:
            barrier.wait(10)
            with transaction.atomic():
                make_invoice(order_id)
                if number % 3 == 0:
                    raise RuntimeError("rolled back")
        except RuntimeError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=each) for each in enumerate(orders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert numbers() == [1, 2, 3, 4, 5]
    assert InvoiceSeries.objects.get().last == 5
