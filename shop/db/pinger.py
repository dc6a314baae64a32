"""The probe's conversation with one node: connect, ask, understand. Never blocks: libpq's asynchronous calls.

psycopg2's asynchronous connections (its manual, "Asynchronous support") say by `poll()` what they wait for.
"""

import select
import time
from collections.abc import Callable
from typing import Any

import psycopg2
from psycopg2 import extensions

from shop.db import faults, position
from shop.db.node import Node

EVENTS = {extensions.POLL_READ: select.POLLIN, extensions.POLL_WRITE: select.POLLOUT}
BEAT_SECONDS = 0.25  # how often a process offers a heartbeat; it is written only where the last is 200 ms old

STATE = """
SELECT pg_is_in_recovery(),
       (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END)::text,
       {beat}
"""
SEEN_BEAT = STATE.format(beat="(SELECT extract(epoch FROM beat_at)::float8 FROM shop_heartbeat)")
NO_BEAT = STATE.format(beat="NULL")  # before its table is made
# Not worth a wait for the disk: a heartbeat lost in a crash is followed by the next.
BEAT = (
    """
SET LOCAL synchronous_commit = off;
UPDATE shop_heartbeat SET beat_at = clock_timestamp() WHERE beat_at < clock_timestamp() - interval '200 ms';
"""
    + SEEN_BEAT
)
UNDEFINED_TABLE = "42P01"


class Pinger:
    """`patience_seconds`: how long the node may leave a question, or a connection, unanswered.

    `newest_beat()`: the newest heartbeat known of any node, to tell a replica's lag by.
    """

    def __init__(self, node: Node, patience_seconds: float, newest_beat: Callable[[], float]):
        self.node = node
        self.patience_seconds = patience_seconds
        self.newest_beat = newest_beat
        self.answers = 0
        self.has_failed = False
        self.events = 0  # what its socket is waited on for; 0 between two questions
        self._connection: Any = None
        self._cursor: Any = None
        self._question = SEEN_BEAT
        self._expected_beat = 0.0
        self._connected_at = self._asked_at = self._due_at = self._beat_at = 0.0

    def fileno(self) -> int:
        return self._connection.fileno()

    @property
    def next_at(self) -> float:
        """When it wants attention again, at the latest (monotonic seconds)."""
        if self.events:
            return self._asked_at + self.patience_seconds
        return max(self._due_at, self.node.breaker.probe_at)

    def waited(self, now: float) -> float:
        return now - self._asked_at if self.events else 0.0

    def is_late(self, now: float) -> bool:
        return self.waited(now) > self.patience_seconds

    def ask_soon(self) -> None:
        self._due_at = 0.0

    def ask_if_due(self, now: float, interval_seconds: float) -> None:
        if self.events or now < self.next_at:
            return
        self._due_at, self._asked_at = now + interval_seconds, now
        try:
            # After a trip only a new connection counts: the old one doesn't say whether the node takes others.
            if self._connection is None or self._connected_at < self.node.breaker.tripped_at:
                self._connect(now)
            else:
                self._ask(now)
        except psycopg2.Error as error:
            self.give_up(error)

    def advance(self) -> bool:
        """Goes on as far as it can without waiting. True when the node has answered."""
        try:
            state = self._connection.poll()
            self.events = EVENTS.get(state, 0)
            if self.events:
                return False
            if self._cursor is None:  # it is only now connected
                self._ask(time.monotonic())
                return False
            self._understand(*self._cursor.fetchone())
        except psycopg2.Error as error:
            return self._refused(error)
        return True

    def give_up(self, reason: object) -> None:
        """The node can't be asked: nobody should wait for it."""
        self.has_failed = True
        self.stop()
        self.node.breaker.trip(reason)
        self.node.hang_up()

    def stop(self) -> None:
        self.events, self._cursor = 0, None
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connect(self, now: float) -> None:
        self.stop()
        self._question = SEEN_BEAT
        self._connection = psycopg2.connect(**self.node.parameters, application_name="shop probe", async_=1)
        self._connected_at = now
        self.advance()

    def _ask(self, now: float) -> None:
        question = self._question
        if self.node.in_recovery is False and question is SEEN_BEAT and now - self._beat_at >= BEAT_SECONDS:
            question, self._beat_at = BEAT, now
        self._expected_beat = self.newest_beat()
        self._cursor = self._connection.cursor()
        self._cursor.execute(question)
        self.advance()

    def _understand(self, in_recovery: bool, lsn: str | None, beat: float | None) -> None:
        self._cursor = None
        self.node.in_recovery, self.node.beat = in_recovery, beat
        self.node.lag_seconds = float("inf") if beat is None else max(self._expected_beat - beat, 0.0)
        self.node.position = position.parse(lsn) if lsn else 0
        self.answers += 1
        self.node.breaker.pass_probe()

    def _refused(self, error: psycopg2.Error) -> bool:
        """An error in SQL is an answer, too (no table yet, disk full); anything else is none."""
        if error.pgcode is None or error.pgcode in faults.SHUTTING or self._connection.closed:
            self.give_up(error)
            return False
        if error.pgcode == UNDEFINED_TABLE:
            self._question = NO_BEAT
        self.events, self._cursor = 0, None
        return False
