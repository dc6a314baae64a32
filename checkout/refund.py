"""Money goes back: written with its cause, sent later by a task (checkout/tasks.py), once for each key."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from checkout import follow_ups
from checkout.models import Order, OrderEvent, Payment, Refund


class TooMuch(Exception):
    """More than was paid. `str()` is for staff."""


@transaction.atomic
def refund(order_id: int, amount: Decimal, reason: str, key: str, by: str) -> Refund:
    """Part of an order's money, or all. The same key is the same refund. Raises TooMuch."""
    order = Order.locked(order_id)
    if earlier := Refund.objects.filter(key=key).first():
        return earlier
    payment = Payment.objects.filter(order=order, counted_at__isnull=False).first()
    left = order.total - order.refunded if payment else Decimal(0)
    if payment is None or not 0 < amount <= left:
        values = {"number": order.number, "left": left, "amount": amount}
        raise TooMuch(_("Order %(number)s has %(left)s left to refund; %(amount)s asked.") % values)
    order.refunded += amount
    order.save(update_fields=["refunded"])
    order.note(OrderEvent.Kind.REFUND, by, f"{amount} {order.currency}: {reason}")
    return pay_back(payment, amount, reason, key)


def pay_back(payment: Payment, amount: Decimal, reason: str, key: str) -> Refund:
    """Writes down that this goes back to whoever paid. In the transaction of its cause."""
    about = {"order_id": payment.order_id, "payment": payment, "amount": amount, "reason": reason[:200]}
    refund, is_new = Refund.objects.get_or_create(key=key, defaults=about)
    if is_new:
        follow_ups.refund_asked(refund)
    return refund
