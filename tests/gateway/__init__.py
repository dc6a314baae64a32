"""A payment gateway for tests: speaks the part of Stripe's API that the shop uses, on loopback, and can be ill.

ledger     sessions, payment intents, charges and refunds: what really happened
keys       idempotency keys, with Stripe's rules        faults     delays, silences, errors
webhooks   signed events: sent, held back, lost         server     HTTP

    with FakeGateway() as gateway:   gateway.url is what STRIPE_API_BASE must be
`python -m tests.gateway 9999 http://localhost:8000/checkout/webhook/stripe/` runs one to look at.
"""

from tests.gateway.server import FakeGateway

__all__ = ["FakeGateway"]
