"""An order's invoice, and the credit note of a refund: each made once, by tasks, numbered without gaps.

In two steps: the number, in a transaction that is over at once, since others wait for the next one; then the drawing,
which takes a second and can be repeated.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from checkout.invoice_pdf import draw
from checkout.models import Invoice, InvoiceSeries, Order, Refund
from shop.mail import send_mail_later
from shop.tasks import task


@task(queue="soon")
def make_invoice(order_id: int) -> None:
    """For a paid order. A second call makes nothing."""
    order = Order.objects.get(pk=order_id)
    issue(order, Invoice.Kind.INVOICE, order.total)


@task(queue="soon")
def make_credit_note(refund_id: int) -> None:
    """For money of the order that went back. Its invoice was asked for earlier, but may have been made later."""
    refund = Refund.objects.select_related("order").get(pk=refund_id)
    issue(refund.order, Invoice.Kind.INVOICE, refund.order.total)
    issue(refund.order, Invoice.Kind.CREDIT_NOTE, refund.amount, refund)


@transaction.atomic
def issue(order: Order, kind: Invoice.Kind, total, refund: Refund | None = None) -> Invoice:
    """The invoice with its number, which it has for good; asks for its drawing. The one that there is, if there is."""
    Order.locked(order.pk)  # two at once: the second finds the first's
    earlier = Invoice.objects.defer("pdf").filter(order=order, kind=kind, refund=refund).first()
    if earlier is not None:
        return earlier
    now = timezone.now()
    invoice = Invoice.objects.create(
        kind=kind,
        order=order,
        refund=refund,
        year=now.year,
        serial=InvoiceSeries.take(now.year),
        total=total,
        seller=settings.SELLER,
        issued_at=now,
    )
    draw_invoice.later(invoice.pk, key=f"draw {invoice.kind} {invoice.number}")
    return invoice


@task(queue="soon", in_transaction=False, time_limit_seconds=120)  # 200 lines take 2 s of an idle core
def draw_invoice(invoice_id: int) -> None:
    """Keeps the PDF with its number, and sends it to the buyer. It is drawn outside of any transaction."""
    invoice = Invoice.objects.select_related("order").get(pk=invoice_id)
    first = invoice.order.invoices.defer("pdf").get(kind=Invoice.Kind.INVOICE)
    pdf = invoice.pdf or draw(invoice, list(invoice.order.lines.all()), credits_invoice=first.number)
    template = "order-invoice" if invoice.kind == Invoice.Kind.INVOICE else "order-credit-note"
    key = f"{invoice.kind} {invoice.number}"
    with transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk, pdf=None).update(pdf=pdf)
        send_mail_later(template, to=invoice.order.email, language=invoice.order.language, key=key, invoice=invoice.pk)
