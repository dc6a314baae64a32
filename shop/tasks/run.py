"""Runs one row, once.

Two transactions. The first counts the try: it stays counted when the second never ends, so a task that kills its worker
doesn't circle for ever. The second holds the row's lock, runs the function and marks the row done: effects in the
database happen exactly once. A late or doubled message finds the row not sent, or locked, and does nothing.
"""

import inspect
import json
import logging
import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.db import connection, transaction
from django_statsd.clients import statsd

from shop.request_id import begin_request, end_request
from shop.tasks.declare import registry

logger = logging.getLogger(__name__)
_current_key: ContextVar[str] = ContextVar("task_key", default="")

# After try n: 5, 15, 45 s … at most an hour; a fifth more or less, so that what failed together doesn't come together.
BACK_OFF = "make_interval(secs => least(5 * 3 ^ (tries - 1), 3600) * (0.8 + 0.4 * random()))"

BEGIN = """
UPDATE shop_task SET state = 'running', tries = tries + 1, sends = 0, changed_at = clock_timestamp(),
    due_at = clock_timestamp() + make_interval(secs => 5 * 3 ^ least(tries, 6))
WHERE id = (SELECT id FROM shop_task WHERE id = %s AND state = 'sent' FOR UPDATE SKIP LOCKED)
RETURNING id, key, name, queue, arguments, tries, request_id, extract(epoch FROM clock_timestamp() - written_at)::float8
"""
# The try tells a worker that was frozen between the two transactions that others have gone on without it.
LOCK = "SELECT FROM shop_task WHERE id = %s AND state = 'running' AND tries = %s FOR UPDATE SKIP LOCKED"
# What runs outside of a transaction holds no lock: until its time limit is over, nobody else begins it.
LEASE = """
UPDATE shop_task SET due_at = clock_timestamp() + make_interval(secs => %s)
WHERE id = %s AND state = 'running' AND tries = %s
"""
MERCY_SECONDS = 15  # between a task's time limit and the moment at which its worker counts as dead
DONE = "UPDATE shop_task SET state = 'done', last_error = '', changed_at = clock_timestamp() WHERE id = %s"
FAILED = f"""
UPDATE shop_task SET state = CASE WHEN tries < most_tries AND NOT %s THEN 'waiting' ELSE 'parked' END,
    last_error = %s, changed_at = clock_timestamp(), due_at = clock_timestamp() + {BACK_OFF}
WHERE id = %s AND state = 'running' AND tries = %s RETURNING state
"""  # noqa: S608  our own constant
MOST_ERROR_CHARACTERS = 2000


class Unfit(Exception):
    """A row that this version of the code can't run; an older or newer one wrote it."""


class Hopeless(Exception):
    """Raised by a task that no further try would help: its row is parked at once, with what this says."""


def current_key() -> str:
    """The key of the task that runs, "" outside one. What leaves the database is made unique by it (a Message-ID)."""
    return _current_key.get()


class Begun(NamedTuple):
    id: int
    key: str
    name: str
    queue: str
    arguments: list[Any]
    tries: int
    request_id: str
    waited_seconds: float


def run_row(row_id: int) -> Exception | None:
    """Runs a row that was sent; returns what it failed with, which is recorded then."""
    begun = begin(row_id)
    if begun is None:
        return None
    with named(begun):
        started = time.monotonic()
        try:
            finish(begun)
        except Exception as error:  # whatever a function raises, its row must say it
            failed(begun, error)
            return error
        milliseconds = (time.monotonic() - started) * 1000
        statsd.timing(f"tasks.run.{begun.queue}", milliseconds)
        logger.info("task ran", extra={"task": begun.name, "key": begun.key, "ms": round(milliseconds)})
    return None


def begin(row_id: int) -> Begun | None:
    """Counts a try. None: not sent, or somebody else has it."""
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, [row_id])
        row = cursor.fetchone()
    if row is None:
        statsd.incr("tasks.again")
        return None
    begun = Begun(*row)._replace(arguments=json.loads(row[4]))  # Django's cursors leave JSON as it is
    statsd.timing(f"tasks.wait.{begun.queue}", begun.waited_seconds * 1000)
    return begun


def finish(begun: Begun) -> None:
    """The function's effects and "done", or neither."""
    declared = registry.get(begun.name)
    if declared is not None and not declared.in_transaction:
        finish_outside(begun, declared.time_limit_seconds)
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [begun.id, begun.tries])
            if cursor.fetchone() is None:
                return
        function_for(begun)(*begun.arguments)
        with connection.cursor() as cursor:
            cursor.execute(DONE, [begun.id])
    statsd.incr("tasks.done")


def finish_outside(begun: Begun, time_limit_seconds: int) -> None:
    """The function, then "done": where the worker dies in between, the function runs again."""
    with connection.cursor() as cursor:
        cursor.execute(LEASE, [time_limit_seconds + MERCY_SECONDS, begun.id, begun.tries])
        if cursor.rowcount == 0:
            return
    function_for(begun)(*begun.arguments)
    with connection.cursor() as cursor:
        cursor.execute(f"{DONE} AND state = 'running' AND tries = %s", [begun.id, begun.tries])
    statsd.incr("tasks.done")


def function_for(begun: Begun):
    declared = registry.get(begun.name)
    if declared is None:
        raise Unfit(f"No task is called {begun.name} in this version of the code.")
    try:
        inspect.signature(declared.function).bind(*begun.arguments)
    except TypeError as error:
        raise Unfit(f"{begun.name} takes other arguments in this version of the code: {error}.") from error
    return declared.function


def failed(begun: Begun, error: Exception) -> None:
    """To be tried again after a while; parked after its last try, or if there is no hope."""
    said = f"{type(error).__name__}: {error}"[:MOST_ERROR_CHARACTERS].replace("\0", "")
    with connection.cursor() as cursor:
        cursor.execute(FAILED, [isinstance(error, Hopeless), said, begun.id, begun.tries])
        row = cursor.fetchone()
    is_parked = row == ("parked",)
    statsd.incr("tasks.parked" if is_parked else "tasks.failed")
    says = "parked" if is_parked else "to be tried again"
    about = {"task": begun.name, "key": begun.key, "try": begun.tries}
    logger.log(logging.ERROR if is_parked else logging.WARNING, "task %s: %s", says, said, exc_info=error, extra=about)


@contextmanager
def named(begun: Begun):
    """Log lines and SQL carry the id of the request that asked for it."""
    token = _current_key.set(begun.key)
    begin_request(begun.request_id)
    try:
        yield
    finally:
        end_request()
        _current_key.reset(token)
