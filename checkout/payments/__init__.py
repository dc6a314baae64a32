"""Paying an order, with whichever provider the environment names (settings.PAYMENT_VARIANTS).

    start(order, variant, request)   where the buyer pays: a page to go to, or a form of ours
    ways()                           what the buyer may choose from

start      one open payment an order            gateway    what is asked of a provider
settle     what a provider says, written down   dummy, stripe   the providers
comeback   the buyer returns                    webhook    the provider tells by itself
send_refund   money goes back                   reconcile  what both sides know, compared

docs/payments.md says what to do when something is wrong.
"""

from checkout.payments.start import start
from checkout.payments.ways import ways

__all__ = ["start", "ways"]
