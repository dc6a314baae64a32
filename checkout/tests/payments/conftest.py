"""A gateway on loopback, the real Stripe library that talks to it, and an order that waits for its money."""

from uuid import uuid4

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.urls import NoReverseMatch, reverse
from payments import core

from checkout.models import Order, Payment
from checkout.payments import start
from checkout.place_order import place_order
from tests.gateway import FakeGateway

SECRET = "whsec_test"


@pytest.fixture
def gateway(settings, monkeypatch):
    """Its events are held back: tests deliver them."""
    with FakeGateway(secret=SECRET) as running:
        running.webhooks.mode = "hold"
        stripe = {"api_key": "sk_test_1", "endpoint_secret": SECRET, "api_base": running.url}
        settings.PAYMENT_VARIANTS = {
            "dummy": ("checkout.payments.dummy.DummyGateway", {}),
            "stripe": ("checkout.payments.stripe.StripeGateway", stripe),
        }
        monkeypatch.setattr(core, "PROVIDER_CACHE", {})
        yield running


@pytest.fixture(autouse=True)
def pages(monkeypatch):
    """The checkout's pages, where they are not there yet."""
    try:
        reverse("checkout:done", args=["X"])
    except NoReverseMatch:
        monkeypatch.setattr(Payment, "get_success_url", lambda payment: f"/checkout/done/{payment.order.number}/")
        monkeypatch.setattr(Payment, "get_failure_url", lambda payment: f"/checkout/pay/{payment.order.number}/")


@pytest.fixture
def order(purchase, variant) -> Order:
    return place_order(purchase((variant, 3, "19.99")), uuid4())


@pytest.fixture
def begin(rf):
    """Call it: what the payment page does with the buyer's choice."""

    def of(order, variant="stripe", **form):
        request = rf.post("/checkout/pay/X/", {"variant": variant, **form})
        request.session = {}
        request._messages = FallbackStorage(request)
        return start(Order.objects.get(pk=order.pk), variant, request)

    return of


@pytest.fixture
def session_of(begin, gateway):
    """Call it: the buyer is on the gateway's page; the session's name there."""

    def of(order):
        return begin(order).url.rsplit("/", 1)[1]

    return of


@pytest.fixture
def deliver(client, gateway):
    """Call it: an event comes to the webhook, as the gateway signs it."""

    def post(event, variant="stripe", **changed):
        body, headers = gateway.webhooks.signed(event, **changed)
        return client.post(f"/checkout/webhook/{variant}/", body, headers.pop("Content-Type"), headers=headers)

    return post
