"""What is done later about an order's new state: written in the transaction that changed it (shop/tasks)."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import Sum

from checkout.invoice import make_credit_note, make_invoice
from checkout.mails import mail_order
from checkout.models import Order, Payment, Refund


def paid(order: Order) -> None:
    mail_order("order-confirmed", order)
    make_invoice.later(order.pk, key=f"invoice of {order.number}")


def payment_failed(payment: Payment) -> None:
    """The buyer may be paying in another way by now: then the mail is none."""
    mail_order("order-payment-failed", payment.order, f"payment {payment.pk}", after=timedelta(minutes=2))


def expired(order: Order) -> None:
    take_no_more_money(order)
    mail_order("order-expired", order)


def cancelled(order: Order) -> None:
    take_no_more_money(order)
    mail_order("order-cancelled", order)


def shipped(order: Order) -> None:
    mail_order("order-shipped", order)


def returned(order: Order, amount: Decimal) -> None:
    pieces = order.lines.aggregate(Sum("returned"))["returned__sum"]  # more with each return
    mail_order("order-returned", order, f"{pieces} pieces", amount=str(amount))


def refund_asked(refund: Refund) -> None:
    tasks().send_refund.later(refund.pk, key=f"refund {refund.pk}")


def refund_done(refund: Refund) -> None:
    """Money that paid the order has a credit note, which comes by mail; any other has never been on an invoice."""
    if refund.payment.counted_at:
        make_credit_note.later(refund.pk, key=f"credit note of refund {refund.pk}")
    else:
        mail_order("order-refunded", refund.order, f"refund {refund.pk}", refund=refund.pk)


def take_no_more_money(order: Order) -> None:
    if order.payments.filter(status__in=Payment.OPEN).exists():
        tasks().close_payments.later(order.pk, key=f"close payments {order.pk}")


def tasks():
    from checkout import tasks  # noqa: PLC0415  they call what calls us

    return tasks
