"""Declaring a task, and asking for it."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import update_wrapper
from typing import Any, Literal

from django.db import connection

from shop.request_id import current_request_id

Queue = Literal["now", "soon", "whenever"]
QUEUES: tuple[Queue, ...] = ("now", "soon", "whenever")  # somebody waits for it; within minutes; when there is time
LONGEST_SECONDS = 300  # vacuum waits for the oldest transaction, and so do whoever needs the rows it has locked
registry: dict[str, "Task"] = {}  # dotted name → task

WRITE = """
INSERT INTO shop_task (key, name, queue, arguments, most_tries, due_at, request_id)
VALUES (%s, %s, %s, %s, %s, clock_timestamp() + %s, %s)
ON CONFLICT (key) DO NOTHING
"""


class Task:
    """A function with plain JSON arguments. Calling it runs it here and now."""

    def __init__(self, function: Callable[..., Any], queue: Queue, most_tries: int, time_limit_seconds: int):
        if queue not in QUEUES:
            raise ValueError(f"Queue {queue!r} is unknown: choose one of {', '.join(QUEUES)}.")
        if time_limit_seconds > LONGEST_SECONDS:
            raise ValueError(
                f"{time_limit_seconds} s is too long a transaction: at most {LONGEST_SECONDS}; do it in parts."
            )
        self.name = f"{function.__module__}.{function.__qualname__}"
        self.function = function
        self.queue = queue
        self.most_tries = most_tries
        self.time_limit_seconds = time_limit_seconds
        self.every: timedelta | None = None
        self.at = timedelta()
        self.in_transaction = True
        update_wrapper(self, function)

    def __call__(self, *arguments, **named):
        return self.function(*arguments, **named)

    def later(self, *arguments, key: str, after: timedelta | None = None) -> bool:
        """Asks for it in the current transaction; with its roll-back nothing was asked.

        `key` names the effect that is wanted once: "confirmation 42". A second call with the same key changes nothing,
        and returns False. `after`: not before this has passed. Raises TypeError for what isn't plain JSON. Touches
        nothing but the primary: a broker that is gone costs the caller nothing.
        """
        plain = json.dumps(arguments, allow_nan=False)
        row: tuple[Any, ...] = (key, self.name, self.queue, plain, self.most_tries, after or timedelta())
        with connection.cursor() as cursor:
            cursor.execute(WRITE, (*row, current_request_id()))
            return cursor.rowcount == 1


def task(  # noqa: PLR0913  all by name
    *,
    queue: Queue = "soon",
    most_tries: int = 8,  # over an hour
    time_limit_seconds: int = 60,  # then it is stopped, which is a failed try
    every: timedelta | None = None,
    at: timedelta = timedelta(),
    in_transaction: bool = True,
) -> Callable[[Callable], Task]:
    """Decorator. `every`: the clock asks for it, too, `at` so long after the beginning of each such period (UTC).

    `in_transaction=False`: for what asks somebody else's server, which no lock may wait for. It begins its transactions
    itself, and may run twice where its worker dies or the answer is lost: what it does must be unique by a key there.
    """

    def declare(function: Callable) -> Task:
        declared = Task(function, queue, most_tries, time_limit_seconds)
        declared.every, declared.at, declared.in_transaction = every, at, in_transaction
        registry[declared.name] = declared
        return declared

    return declare
