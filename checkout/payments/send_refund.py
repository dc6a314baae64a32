"""Sends money back: asked of the provider by the refund's key, so once, however often it is asked."""

from django.db import transaction
from django.utils import timezone
from payments import PaymentStatus

from checkout import follow_ups
from checkout.models import Order, OrderEvent, Payment, Refund
from checkout.payments.gateway import Declined, gateway_of

BY = "payment"


def send_refund(refund_id: int) -> Refund:
    """DONE, or FAILED where the provider says no for good. Raises Unsure where it says nothing: call again later."""
    refund = Refund.objects.select_related("payment", "order").get(pk=refund_id)
    if refund.state != Refund.State.WAITING:
        return refund
    try:
        name = gateway_of(refund.payment.variant).send_back(refund)
    except Declined as error:
        return failed_for_good(refund_id, str(error))
    return done(refund_id, name)


@transaction.atomic
def done(refund_id: int, name: str) -> Refund:
    refund = locked(refund_id)
    if refund.state != Refund.State.WAITING:
        return refund
    refund.state, refund.transaction_id, refund.done_at, refund.trouble = Refund.State.DONE, name, timezone.now(), ""
    refund.save(update_fields=["state", "transaction_id", "done_at", "trouble"])
    left = refund.payment.captured_amount - sum(
        refund.payment.refunds.filter(state=Refund.State.DONE).values_list("amount", flat=True)
    )
    if left <= 0:
        Payment.objects.filter(pk=refund.payment_id).update(status=PaymentStatus.REFUNDED)
    refund.order.note(OrderEvent.Kind.REFUND, BY, f"{refund.amount} {refund.payment.currency} sent back: {name}")
    follow_ups.refund_done(refund)
    return refund


@transaction.atomic
def failed_for_good(refund_id: int, why: str) -> Refund:
    """Staff must look: the money is still here. Also after the provider had said yes (a closed bank account)."""
    refund = locked(refund_id)
    if refund.state == Refund.State.FAILED:
        return refund
    refund.state, refund.trouble = Refund.State.FAILED, why[:300]
    refund.save(update_fields=["state", "trouble"])
    refund.order.note(OrderEvent.Kind.TROUBLE, BY, f"refund of {refund.amount} {refund.payment.currency} failed: {why}")
    return refund


def locked(refund_id: int) -> Refund:
    """Under its order's lock, as everything that becomes of an order."""
    Order.locked(Refund.objects.values_list("order_id", flat=True).get(pk=refund_id))
    return Refund.objects.select_related("payment", "order").get(pk=refund_id)
