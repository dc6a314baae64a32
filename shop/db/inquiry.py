"""Asks several servers the same questions at once, over short-lived connections, and waits no longer than it is told.

A frozen server accepts a connection and never says a word, so everything is asynchronous (psycopg2's manual,
"Asynchronous support"): who has not answered by the deadline is left alone, and no thread stays behind.
"""

import select
import time
from typing import Any

import psycopg2

from shop.db.pinger import EVENTS


class Inquiry:
    """The questions to one server, one after the other. `answers` has the first row of each; None for one in error."""

    def __init__(self, parameters: dict[str, Any], questions: list[str]):
        self.questions = questions
        self.answers: list[tuple | None] = []
        self.events = 0
        self._cursor: Any = None
        self._connection: Any = None
        try:
            self._connection = psycopg2.connect(**parameters, application_name="shop report", async_=1)
        except psycopg2.Error:
            return
        self.advance()

    def fileno(self) -> int:
        return self._connection.fileno()

    @property
    def is_answered(self) -> bool:
        return len(self.answers) == len(self.questions)

    def advance(self) -> None:
        """Goes on as far as it can without waiting; `events` is 0 once it has ended."""
        try:
            while not (waits := EVENTS.get(self._connection.poll(), 0)):
                if self._cursor is not None:
                    self.answers.append(self._cursor.fetchone())
                if self.is_answered:
                    break
                self._ask()
            self.events = waits
        except psycopg2.Error:
            self._refused()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _ask(self) -> None:
        self._cursor = self._connection.cursor()
        self._cursor.execute(self.questions[len(self.answers)])

    def _refused(self) -> None:
        """A question may be beyond a server (an extension that is missing); the others are asked all the same."""
        self.events = 0
        if self._connection.closed or self._cursor is None:
            return
        self.answers.append(None)
        self._cursor = None
        if not self.is_answered:
            self.advance()


def ask_all(servers: list[dict[str, Any]], questions: list[str], seconds: float) -> list[list[tuple | None] | None]:
    """For each server (libpq's parameters) its answers, or None when they didn't all come within `seconds`."""
    deadline = time.monotonic() + seconds
    inquiries = [Inquiry(parameters, questions) for parameters in servers]
    while waiting := {inquiry.fileno(): inquiry for inquiry in inquiries if inquiry.events}:
        poll = select.poll()
        for descriptor, inquiry in waiting.items():
            poll.register(descriptor, inquiry.events)
        ready = poll.poll(max(deadline - time.monotonic(), 0) * 1000)
        if not ready:
            break
        for descriptor, _event in ready:
            waiting[descriptor].advance()
    for inquiry in inquiries:
        inquiry.close()
    return [inquiry.answers if inquiry.is_answered else None for inquiry in inquiries]
