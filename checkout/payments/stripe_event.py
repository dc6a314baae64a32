"""What Stripe tells by itself, and proof that it is Stripe who does."""

from typing import TYPE_CHECKING, Any

import stripe
from django.http import HttpRequest

from checkout.payments.gateway import BadEvent, Event, Seen, Standing

if TYPE_CHECKING:
    from checkout.payments.stripe import StripeGateway

OLDEST_SECONDS = 300  # a recorded event can't be played again later
ABOUT_SESSIONS = {
    "checkout.session.completed",
    "checkout.session.expired",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
}
ABOUT_REFUNDS = {"refund.failed", "refund.updated", "charge.refund.updated"}
DISPUTE = "charge.dispute.created"


def read_event(gateway: "StripeGateway", request: HttpRequest) -> Event:
    """Raises BadEvent."""
    signature = request.headers.get("Stripe-Signature", "")
    try:
        event = stripe.Webhook.construct_event(
            request.body, signature, gateway.endpoint_secret, tolerance=OLDEST_SECONDS, api_key=gateway.api_key
        )
        told = event.to_dict()["data"]["object"]
        return understood(gateway, event.id, event.type, told)
    except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadEvent(f"{type(error).__name__}: {error}"[:200]) from error


def understood(gateway: "StripeGateway", event_id: str, kind: str, told: dict[str, Any]) -> Event:
    if kind in ABOUT_SESSIONS:
        return Event(event_id, kind, seen=told_of(gateway, kind, told))
    if kind in ABOUT_REFUNDS and told["status"] in ("failed", "canceled"):
        reason = told.get("failure_reason") or told["status"]
        return Event(event_id, kind, refund_key=(told.get("metadata") or {}).get("key", ""), note=str(reason))
    if kind == DISPUTE:
        return Event(event_id, kind, charge=told.get("payment_intent") or "", note=str(told.get("reason", "")))
    return Event(event_id, kind)


def told_of(gateway: "StripeGateway", kind: str, session: dict[str, Any]) -> Seen:
    """An event shows the session without its charge; that a bank has refused is only in the event's name."""
    seen = gateway.seen(session)
    if kind.endswith("async_payment_failed") and seen.standing is Standing.UNDER_WAY:
        return Seen(seen.token, Standing.CLOSED, session=seen.session, charge=seen.charge)
    return seen
