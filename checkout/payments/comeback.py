"""The buyer comes back from the provider's page. Its address proves nothing: the provider is asked."""

import logging

from django.contrib import messages
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from payments import PaymentError

from checkout.models import Payment
from checkout.payments.gateway import Seen, Standing, gateway_of
from checkout.payments.settle import settle
from shop.caching.policy import private

logger = logging.getLogger(__name__)
ASKED_SECONDS = 2  # the provider is asked about a payment once in this time, whoever reloads


@private
@require_safe
def payment_return(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the payment's token, which only the buyer and the provider know. On to where the order stands.

    Asks the provider outside of any transaction; while it does not know yet, a page says so, and a webhook or the
    reconciliation will tell.
    """
    payment = get_object_or_404(Payment.objects.select_related("order"), token=token)
    seen = asked(payment) if payment.is_open else None
    if seen is not None and seen.standing is not Standing.OPEN:
        settle(payment.pk, seen)
        payment = Payment.objects.select_related("order").get(pk=payment.pk)
    if payment.has_money:
        return redirect(payment.get_success_url())
    if seen is not None and seen.standing is Standing.OPEN:
        messages.info(request, _("You have not paid yet. Your order waits for you here."))
        return redirect(payment.get_failure_url())
    if not payment.is_open:
        messages.error(request, _("Nothing was charged: the payment was not completed."))
        return redirect(payment.get_failure_url())
    return render(request, "checkout/payments/waiting.html", {"payment": payment, "order": payment.order})


def asked(payment: Payment) -> Seen | None:
    """None where the provider does not answer, or has just been asked."""
    if not caches["ratelimit"].add(f"asked {payment.token}", 1, ASKED_SECONDS):
        return None
    try:
        return gateway_of(payment.variant).look(payment)
    except PaymentError as error:
        logger.warning("payment not known yet: %s", error, extra={"payment": payment.pk})
        return None
