"""What a provider tells by itself: proven to be its own, taken once, in whatever order and however often it comes."""

import logging

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django_statsd.clients import statsd

from checkout.models import OrderEvent, Payment, PaymentEvent, Refund
from checkout.payments.gateway import BadEvent, Event, UnknownVariant, gateway_of
from checkout.payments.send_refund import failed_for_good
from checkout.payments.settle import settle
from shop.caching.policy import private

logger = logging.getLogger(__name__)
MOST_BYTES = 256 * 1024  # Stripe's largest are some 20 kB


@private
@csrf_exempt  # a provider has no session and no token: its signature over the body is the proof
@require_POST
def webhook(request: HttpRequest, variant: str) -> HttpResponse:
    """The provider alone, by its signature: else 400, and nothing is changed. 200 once the event is on record.

    Touches no session. Not limited by rate: a provider that is turned away comes back, with more.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse("too large\n", status=413, content_type="text/plain")
    if request.content_type != "application/json":
        return refused("not JSON", variant)
    try:
        event = gateway_of(variant).read_event(request)
    except UnknownVariant as error:
        raise Http404 from error
    except BadEvent as error:
        return refused(str(error), variant)
    outcome = take(variant, event)
    statsd.incr(f"payments.event.{event.kind.replace('.', '_')}")
    return HttpResponse(f"{outcome}\n", content_type="text/plain")


def refused(why: str, variant: str) -> HttpResponse:
    statsd.incr("payments.bad_event")
    logger.warning("payment webhook refused: %s", why, extra={"variant": variant})
    return HttpResponse("not a signed event\n", status=400, content_type="text/plain")


@transaction.atomic
def take(variant: str, event: Event) -> str:
    """What came of it. On record together with its effects: with neither, the provider sends it again."""
    record, is_new = PaymentEvent.objects.get_or_create(
        variant=variant, event_id=event.id[:255], defaults={"kind": event.kind[:80]}
    )
    if not is_new:
        return "known"
    record.payment = payment_of(variant, event)
    record.outcome = effect(event, record.payment)[:200]
    record.save(update_fields=["payment", "outcome"])
    return record.outcome


def payment_of(variant: str, event: Event) -> Payment | None:
    ours = Payment.objects.filter(variant=variant)
    if event.seen:
        return ours.filter(token=event.seen.token).first() if event.seen.token else None
    if event.refund_key:
        return ours.filter(refunds=refund_of(event)).first()
    return ours.filter(charge=event.charge).first() if event.charge else None


def effect(event: Event, payment: Payment | None) -> str:
    if not (event.seen or event.refund_key or event.charge):
        return "nothing to do"
    if payment is None:
        logger.warning("payment event of no payment of ours: %s %s", event.kind, event.id)
        return "of no payment of ours"
    if event.seen:
        return f"order {settle(payment.pk, event.seen).state}"
    if event.refund_key and (refund := refund_of(event)):
        failed_for_good(refund.pk, event.note)
        return "refund failed"
    payment.order.note(OrderEvent.Kind.TROUBLE, "payment", f"the buyer's bank disputes the charge: {event.note}")
    return "disputed"


def refund_of(event: Event) -> Refund | None:
    """`refund_key` is "refund <token> <key>" (stripe.py)."""
    _refund, token, key = [*event.refund_key.split(" ", 2), "", ""][:3]
    return Refund.objects.filter(payment__token=token, key=key).first()
