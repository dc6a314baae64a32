"""An order takes no money any more: what is open for it at a provider is closed there."""

from checkout.models import Payment
from checkout.payments.gateway import gateway_of
from checkout.payments.settle import settle


def close_payments(order_id: int) -> None:
    """Where money came first it is counted, or goes back. Raises Unsure: call again."""
    for payment in Payment.objects.filter(order=order_id, status__in=Payment.OPEN).select_related("order"):
        settle(payment.pk, gateway_of(payment.variant).close(payment))
