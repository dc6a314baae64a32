"""Mails about an order: they say what it says when they are sent, in the language it was placed in.

`mail_order("order-shipped", order)` asks for one.
"""

from datetime import timedelta
from decimal import Decimal
from functools import partial

from django.conf import settings

from accounts.address_rules import address_lines
from checkout.invoice_pdf import draw
from checkout.links import order_link
from checkout.models import Invoice, Order, OrderLine, Refund
from checkout.sample_order import sample_invoice, sample_lines, sample_order
from checkout.states import State
from checkout.sums import sums
from shop.mail import Attachment, mail, send_mail_later

PDF = "application/pdf"


def mail_order(template: str, order: Order, reason: str = "", after: timedelta | None = None, **ids) -> bool:
    """Asks for a mail about the order in the current transaction: once, or once for each `reason`."""
    key = " ".join(filter(None, (template, order.number, reason)))
    return send_mail_later(
        template, to=order.email, language=order.language, key=key, after=after, order=order.pk, **ids
    )


def about(order: Order, lines: list[OrderLine] | None = None) -> dict:
    """What every mail about an order may name. `lines` of a sample, which has no rows."""
    return {
        "order": order,
        "name": order.delivery_address.get("name") or order.billing_address.get("name"),
        "link": order_link(order),
        "lines": list(order.lines.all()) if lines is None else lines,
        "sums": sums(order),
        "delivered_to": address_lines(order.delivery_address),
    }


def sample(**changed) -> dict:
    order = sample_order()
    for name, value in changed.items():
        setattr(order, name, value)
    return about(order, sample_lines())


@mail("order-confirmed", sample=sample)
def confirmed(order: int):
    """It is paid."""
    return about(Order.objects.get(pk=order))


@mail("order-payment-failed", sample=sample)
def payment_failed(order: int):
    """A try to pay it did not work. None once another has, and when it is too late for one."""
    found = Order.objects.get(pk=order)
    return about(found) if found.state == State.PENDING else None


@mail("order-expired", sample=sample)
def expired(order: int):
    """It was not paid in time. None if the money came after all."""
    found = Order.objects.get(pk=order)
    return about(found) if found.state == State.EXPIRED else None


@mail("order-shipped", sample=sample)
def shipped(order: int):
    return about(Order.objects.get(pk=order))


@mail("order-cancelled", sample=partial(sample, refunded=Decimal("77.86")))
def cancelled(order: int):
    return about(Order.objects.get(pk=order))


@mail("order-refunded", sample=lambda: sample() | {"amount": Decimal("13.50"), "currency": settings.DEFAULT_CURRENCY})
def refunded(order: int, refund: int):
    """Money that never paid the order (charged twice, come too late) is on its way back."""
    sent_back = Refund.objects.select_related("payment").get(pk=refund, order=order)
    return about(Order.objects.get(pk=order)) | {"amount": sent_back.amount, "currency": sent_back.payment.currency}


@mail("order-returned", sample=lambda: sample() | {"amount": Decimal("13.50")})
def returned(order: int, amount: str):
    """What was sent back has arrived. `amount`: what is paid back for it, in the order's currency; "0" for nothing."""
    return about(Order.objects.get(pk=order)) | {"amount": Decimal(amount)}


def attached(context) -> list[Attachment]:
    """The PDF itself: a guest has no account to fetch it from."""
    invoice = context["invoice"]
    return [Attachment(invoice.filename, bytes(invoice.pdf or draw(invoice, context["lines"], "2026-000041")), PDF)]


def invoice_sample(kind) -> dict:
    invoice = sample_invoice(kind)
    return about(invoice.order, sample_lines()) | {"invoice": invoice}


@mail("order-credit-note", sample=lambda: invoice_sample(Invoice.Kind.CREDIT_NOTE), attach=attached)
@mail("order-invoice", sample=lambda: invoice_sample(Invoice.Kind.INVOICE), attach=attached)
def invoice(invoice: int):
    """Asked for when its PDF is drawn (checkout/invoice.py)."""
    found = Invoice.objects.select_related("order").get(pk=invoice)
    return about(found.order) | {"invoice": found}
