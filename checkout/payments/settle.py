"""What a provider says becomes what we know. Told by a redirect, a webhook or the reconciliation, in any order."""

from django.db import transaction
from payments import PaymentStatus

from checkout import follow_ups
from checkout.models import Order, Payment
from checkout.pay import count_payment
from checkout.payments.gateway import Seen, Standing

FOLLOWS = {Standing.AUTHORISED: PaymentStatus.PREAUTH, Standing.CLOSED: PaymentStatus.REJECTED}


@transaction.atomic
def settle(payment_id: int, seen: Seen) -> Order:
    """The order, as it is then. Money that has come stays: what is told later of an earlier time changes nothing."""
    order = Order.locked(Payment.objects.values_list("order_id", flat=True).get(pk=payment_id))
    payment = Payment.objects.get(pk=payment_id)  # under the order's lock
    payment.transaction_id = seen.session or payment.transaction_id
    payment.charge = seen.charge or payment.charge
    if seen.standing is Standing.PAID and not payment.has_money:
        payment.status = PaymentStatus.CONFIRMED
        payment.captured_amount, payment.currency = seen.amount, seen.currency
    elif payment.is_open:
        payment.status = FOLLOWS.get(seen.standing, payment.status)
        if payment.status == PaymentStatus.REJECTED and order.is_open:
            follow_ups.payment_failed(payment)
    payment.save(update_fields=["transaction_id", "charge", "status", "captured_amount", "currency", "modified"])
    return count_payment(payment.pk) if payment.has_money else order
