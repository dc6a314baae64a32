"""Stripe Checkout: the buyer pays on Stripe's page; no card's number ever comes here.

Every write carries an idempotency key: the payment's token for its session, the refund's key for a refund.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from payments import PaymentStatus
from payments.stripe import StripeProviderV3
from payments.stripe.providers import zero_decimal_currency

from checkout.models import Payment, Refund
from checkout.payments.gateway import Declined, Event, Gateway, Seen, Standing, Unsure
from checkout.payments.stripe_client import StripeClient
from checkout.payments.stripe_event import read_event

# Stripe wants 30 minutes at least from when it is asked. A retry asks for the same moment (else its key would be one of
# another question) up to 15 minutes later, which is how long an order is reserved.
LASTS = timedelta(minutes=50)
WHOLE = ["payment_intent.latest_charge"]  # what a session says of its money
PAGE = 100  # Stripe's most


class StripeGateway(Gateway, StripeProviderV3):
    label = gettext_lazy("Card and other ways, by Stripe")

    def __init__(self, api_key: str, endpoint_secret: str, api_base: str = ""):
        StripeProviderV3.__init__(self, api_key, endpoint_secret=endpoint_secret)
        self.api_base = api_base

    @cached_property
    def client(self) -> StripeClient:
        return StripeClient(self.api_key, self.api_base)

    def begin(self, payment: Payment, request: HttpRequest) -> HttpResponse:
        seen = self.session_of(payment)
        still_open = Payment.objects.filter(pk=payment.pk, status__in=Payment.OPEN)
        if still_open.update(transaction_id=seen.session, status=PaymentStatus.INPUT):
            return redirect(seen.url)
        self.expire(seen)  # another window has closed this payment meanwhile
        raise Unsure("The payment was closed while its session was begun.")

    def look(self, payment: Payment) -> Seen:
        if not payment.transaction_id:
            return self.session_of(payment)
        return self.session(payment.transaction_id)

    def close(self, payment: Payment) -> Seen:
        if not payment.transaction_id and payment.created < datetime.now(UTC) - LASTS:
            return Seen(payment.token, Standing.CLOSED)  # nobody was ever sent there, and its time is over
        return self.expire(self.look(payment))

    def take_hold(self, payment: Payment) -> Seen:
        options: Any = {"idempotency_key": f"capture {payment.token}"}
        self.client.ask(lambda api: api.v1.payment_intents.capture(payment.charge, options=options))
        return self.look(payment)

    def let_go(self, payment: Payment) -> Seen:
        options: Any = {"idempotency_key": f"release {payment.token}"}
        self.client.ask(lambda api: api.v1.payment_intents.cancel(payment.charge, options=options))
        return self.look(payment)

    def send_back(self, refund: Refund) -> str:
        """Looks first: Stripe forgets keys after a day, and a refund may wait for longer than that."""
        payment = refund.payment
        charge = payment.charge or self.look(payment).charge
        key = f"refund {payment.token} {refund.key}"
        known = self.client.ask(lambda api: api.v1.refunds.list({"payment_intent": charge, "limit": PAGE}))
        made = next((one for one in known.data if (one.to_dict().get("metadata") or {}).get("key") == key), None)
        if made is None:
            params: Any = {
                "payment_intent": charge,
                "amount": self.convert_amount(payment.currency, refund.amount),
                "metadata": {"key": key, "order": refund.order.number},
            }
            made = self.client.ask(lambda api: api.v1.refunds.create(params, options={"idempotency_key": key}))
        if made.status in ("failed", "canceled"):
            raise Declined(f"Stripe: refund {made.id} {made.status}: {getattr(made, 'failure_reason', '')}")
        return made.id

    def read_event(self, request: HttpRequest) -> Event:
        return read_event(self, request)

    def seen_since(self, moment: datetime) -> Iterator[Seen]:
        params: Any = {
            "created": {"gte": int(moment.timestamp())},
            "limit": PAGE,
            "expand": [f"data.{name}" for name in WHOLE],
        }
        while True:
            page = self.page(params)
            for session in page.data:
                yield self.seen(session.to_dict())
            if not page.has_more:
                return
            params = params | {"starting_after": page.data[-1].id}

    # --- sessions ---

    def page(self, params: Any) -> Any:
        return self.client.ask(lambda api: api.v1.checkout.sessions.list(params))

    def session_of(self, payment: Payment) -> Seen:
        """Begun now, or before: one for each payment."""
        back = settings.SITE_URL + payment.get_process_url()
        params: Any = {
            "line_items": self.get_line_items(payment),
            "mode": "payment",
            "success_url": back,
            "cancel_url": back,
            "client_reference_id": payment.token,
            "customer_email": payment.billing_email,
            "expires_at": int((payment.created + LASTS).timestamp()),
            "metadata": self.marks(payment),
            "payment_intent_data": {"metadata": self.marks(payment)},
        }
        options: Any = {"idempotency_key": payment.token}
        made = self.client.ask(lambda api: api.v1.checkout.sessions.create(params, options=options))
        return self.seen(made.to_dict())

    def marks(self, payment: Payment) -> dict[str, str]:
        return {"shop": settings.SITE_NETLOC, "token": payment.token, "order": payment.order.number}

    def session(self, session_id: str) -> Seen:
        params: Any = {"expand": WHOLE}
        found = self.client.ask(lambda api: api.v1.checkout.sessions.retrieve(session_id, params))
        return self.seen(found.to_dict())

    def expire(self, seen: Seen) -> Seen:
        """Stripe refuses it for a session that is not open: then that is what it is."""
        if seen.standing is Standing.OPEN:
            try:
                self.client.ask(lambda api: api.v1.checkout.sessions.expire(seen.session))
            except Declined:
                return self.session(seen.session)
            return replace(seen, standing=Standing.CLOSED)
        return seen

    def seen(self, session: dict[str, Any]) -> Seen:
        """Of a session, with its payment intent whole, by name, or not made yet."""
        intent = session.get("payment_intent")
        whole = None if intent is None or isinstance(intent, str) else intent
        charge = whole and whole.get("latest_charge")
        currency = session["currency"].upper()
        standing = standing_of(session, whole)
        captured = whole["amount_received"] if whole else session["amount_total"]
        return Seen(
            token=session.get("client_reference_id") or "",
            standing=standing,
            amount=amount_of(captured, currency) if standing is Standing.PAID else Decimal(0),
            currency=currency,
            session=session["id"],
            charge=(whole["id"] if whole else intent) or "",
            refunded=amount_of(charge["amount_refunded"], currency) if isinstance(charge, dict) else Decimal(0),
            url=session.get("url") or "",
            began_at=datetime.fromtimestamp(session["created"], UTC),
            is_ours=(session.get("metadata") or {}).get("shop") == settings.SITE_NETLOC,
        )

    def convert_amount(self, currency: str, amount: Decimal) -> int:
        """In the currency's smallest unit, which an order's amounts are whole numbers of."""
        units = amount * factor(currency)
        if units != units.to_integral_value():
            raise Declined(f"{amount} {currency} is not a whole number of its smallest unit.")
        return int(units)


def standing_of(session: Any, intent: Any) -> Standing:
    if session["status"] == "open":
        return Standing.OPEN
    if session["status"] == "expired":
        return Standing.CLOSED
    if intent is not None and intent["status"] == "requires_capture":
        return Standing.AUTHORISED
    if intent is not None and intent["status"] in ("canceled", "requires_payment_method"):
        return Standing.CLOSED
    return Standing.PAID if session["payment_status"] == "paid" else Standing.UNDER_WAY


def factor(currency: str) -> int:
    return 1 if currency.lower() in zero_decimal_currency else 100


def amount_of(units: int, currency: str) -> Decimal:
    return (Decimal(units) / factor(currency)).quantize(Decimal("0.01"))
