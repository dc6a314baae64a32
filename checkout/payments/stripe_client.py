"""Asks Stripe, briefly, and says what its silence means."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

import stripe

from checkout.payments.gateway import Declined, Unsure, outside_of_transactions

# Two calls one after the other (an old session closed, a new one begun) take 14 s at most: less than uWSGI's
# harakiri of 15 s, so that a buyer hears why. Reads are per answer, which Stripe sends in one piece.
CONNECT_SECONDS, READ_SECONDS = 2, 5
# Of a process' two threads one may wait for Stripe: with Stripe hanging, the other still serves the shop.
AT_ONCE, QUEUE_SECONDS = 1, 1.0
CONFLICT_SECONDS = (0.1, 0.2, 0.4, 0.8)  # the same question is being answered elsewhere
CONFLICT, TOO_MANY = 409, 429

Answer = TypeVar("Answer")


class StripeClient:
    def __init__(self, api_key: str, api_base: str):
        self.lane = threading.BoundedSemaphore(AT_ONCE)
        self.api = stripe.StripeClient(
            api_key,
            http_client=stripe.RequestsClient(timeout=(CONNECT_SECONDS, READ_SECONDS)),
            base_addresses={"api": api_base} if api_base else None,
            max_network_retries=0,  # who calls us has a key, and tries again when there is time
        )

    def ask(self, question: Callable[[stripe.StripeClient], Answer]) -> Answer:
        """Its answer. Raises Unsure when it may have been done or may yet be, Declined when it was refused for good."""
        outside_of_transactions()
        if not self.lane.acquire(timeout=QUEUE_SECONDS):
            raise Unsure("Stripe is slow: another call of this process still waits for it.")
        try:
            return self.patiently(question)
        except stripe.CardError as error:
            raise Declined(str(error), code=error.code) from error
        except stripe.InvalidRequestError as error:
            raise Declined(str(error), code=error.code) from error
        except stripe.StripeError as error:  # silence, 5xx, too many requests, a wrong key of ours
            raise Unsure(f"{type(error).__name__}: {error}", code=error.code) from error
        finally:
            self.lane.release()

    def patiently(self, question: Callable[[stripe.StripeClient], Answer]) -> Answer:
        for pause_seconds in CONFLICT_SECONDS:
            try:
                return question(self.api)
            except stripe.StripeError as error:
                if error.http_status != CONFLICT:
                    raise
            time.sleep(pause_seconds)
        return question(self.api)
