"""Connecting within a limit. libpq's own is at least two seconds, and a frozen server answers no connection at all."""

import queue
import threading
from collections.abc import Callable
from typing import Any

from psycopg2 import OperationalError


def connect_within(seconds: float, connect: Callable[[], Any]) -> Any:
    """What `connect()` returns or raises; OperationalError after `seconds`. A connection that comes later is closed.

    In a thread of its own, which libpq's connect_timeout ends. Connections are made seldom (CONN_MAX_AGE).
    """
    answers: queue.SimpleQueue = queue.SimpleQueue()
    given_up = threading.Lock()

    def attempt() -> None:
        try:
            connection, error = connect(), None
        except BaseException as raised:  # handed over, not lost
            connection, error = None, raised
        if given_up.acquire(blocking=False):
            answers.put((connection, error))
        elif connection is not None:
            connection.close()

    threading.Thread(target=attempt, name="database connect", daemon=True).start()
    try:
        connection, error = answers.get(timeout=seconds)
    except queue.Empty:
        if given_up.acquire(blocking=False):
            raise OperationalError(f"no connection within {seconds * 1000:.0f} ms") from None
        connection, error = answers.get()
    if error is not None:
        raise error
    return connection
