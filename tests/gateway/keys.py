"""Idempotency keys by Stripe's rules: the same question gets the first one's answer, another one is an error."""

import threading
from collections.abc import Callable
from typing import Any

from tests.gateway.ledger import Refused

Answer = tuple[int, dict[str, Any]]


class Keys:
    def __init__(self):
        self.lock = threading.Lock()
        self.answers: dict[str, tuple[Any, Answer | None]] = {}
        self.is_on = True  # off: a gateway without them, for negative controls

    def once(self, key: str | None, question: Any, do: Callable[[], Answer]) -> Answer:
        """Errors about parameters are not kept, all else is, as at Stripe."""
        if not key or not self.is_on:
            return do()
        with self.lock:
            asked, answer = self.answers.get(key, (question, None))
            if asked != question:
                raise Refused("Keys can only be used with the same parameters.", kind="idempotency_error")
            if answer:
                return answer
            if key in self.answers:
                raise Refused("Another request with this key is in progress.", "idempotency_key_in_use", 409)
            self.answers[key] = (question, None)
        try:
            answer = do()
        except Refused:
            with self.lock:
                del self.answers[key]
            raise
        with self.lock:
            self.answers[key] = (question, answer)
        return answer
