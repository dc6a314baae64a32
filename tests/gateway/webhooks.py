"""Events, signed as Stripe signs them: sent at once, held back for a test to send, or lost."""

import itertools
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
import stripe


class Webhooks:
    def __init__(self, url: str, secret: str, mark: str = ""):
        self.mark = mark
        self.url, self.secret = url, secret
        self.mode = "send"  # hold, lose
        self.events: list[dict[str, Any]] = []
        self.answers: list[int] = []
        self.numbers = itertools.count(1)
        self.postmen = ThreadPoolExecutor(4, "postman")
        self.idle = threading.Condition()
        self.under_way = 0

    def tell(self, kind: str, about: dict[str, Any]) -> None:
        """Written at once, with what is true now; sent by another thread, as the gateway answers its own callers."""
        told = {
            "id": f"evt_{self.mark}{next(self.numbers)}",
            "object": "event",
            "type": kind,
            "created": int(time.time()),
            "data": {"object": json.loads(json.dumps(about))},
        }
        if self.mode == "lose":
            return
        self.events.append(told)
        if self.mode == "send" and self.url:
            with self.idle:
                self.under_way += 1
            self.postmen.submit(self.send_and_count, told)

    def send_until_heard(self, event: dict[str, Any], times: int = 10) -> None:
        """Stripe repeats for days; seconds are enough here."""
        for _try in range(times):
            if self.send(event) == 200:
                return
            time.sleep(0.5)

    def send_and_count(self, event: dict[str, Any]) -> None:
        try:
            self.send_until_heard(event)
        finally:
            with self.idle:
                self.under_way -= 1
                self.idle.notify_all()

    def send(self, event: dict[str, Any], **changed) -> int:
        """The status of the answer, 0 for none."""
        body, headers = self.signed(event, **changed)
        try:
            status = requests.post(self.url, body, headers=headers, timeout=20).status_code
        except requests.RequestException:
            status = 0
        self.answers.append(status)
        return status

    def signed(self, event: dict[str, Any], secret: str = "", at: int | None = None) -> tuple[bytes, dict[str, str]]:
        body = json.dumps(event)
        signature = stripe.WebhookSignature.generate_signature_header(body, secret or self.secret, at)
        return body.encode(), {"Content-Type": "application/json", "Stripe-Signature": signature}

    def wait_until_idle(self, seconds: float = 20) -> None:
        with self.idle:
            assert self.idle.wait_for(lambda: not self.under_way, seconds), "webhooks are still under way"
