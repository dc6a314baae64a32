"""The probe's conversation with one node: connect, ask, understand. Never blocks: libpq's asynchronous calls.

psycopg2's asynchronous connections (its manual, "Asynchronous support") say by `poll()` what they wait for.
"""

import select
import time
from typing import Any

import psycopg2
from psycopg2 import extensions

from shop.db import faults, position
from shop.db.node import Node

EVENTS = {extensions.POLL_READ: select.POLLIN, extensions.POLL_WRITE: select.POLLOUT}
# A replica's visitors have somewhere else to go, so little patience; a primary's have not.
REPLICA_PATIENCE_SECONDS, PRIMARY_PATIENCE_SECONDS = 0.15, 1.0
BEAT_SECONDS = 0.25  # how often a process offers a heartbeat; it is written only where the last is 200 ms old

STATE = """
SELECT pg_is_in_recovery(),
       (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END)::text,
       {beat},
       CASE WHEN pg_is_in_recovery() THEN '0' ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END
"""
SEEN_BEAT = STATE.format(beat="(SELECT extract(epoch FROM beat_at)::float8 FROM shop_heartbeat)")
NO_BEAT = STATE.format(beat="NULL")  # before its table is made
# Committed as any write: an asynchronous commit reaches replicas up to 0.2 s later, which would look like lag.
BEAT = (
    """
UPDATE shop_heartbeat SET beat_at = clock_timestamp() WHERE beat_at < clock_timestamp() - interval '200 ms';
"""
    + SEEN_BEAT
)
UNDEFINED_TABLE = "42P01"


class Pinger:
    """Keeps `node` up to date; `nodes` are all of them, among which it lags or is the primary."""

    def __init__(self, node: Node, nodes):
        self.node = node
        self.nodes = nodes
        self.answers = 0
        self.has_failed = False
        self.events = 0  # what its socket is waited on for; 0 between two questions
        self._connection: Any = None
        self._cursor: Any = None
        self._question = SEEN_BEAT
        self._may_begin_again = True
        self._expected_beat = 0.0
        self._connected_at = self._asked_at = self._due_at = self._beat_at = 0.0

    def fileno(self) -> int:
        return self._connection.fileno()

    @property
    def next_at(self) -> float:
        """When it wants attention again, at the latest (monotonic seconds)."""
        if self.events:
            return self._asked_at + self.patience_seconds
        return max(self._due_at, self.node.breaker.probe_at if self.nodes.can_spare(self.node) else 0.0)

    @property
    def patience_seconds(self) -> float:
        """How long the node may leave a question, or a connection, unanswered."""
        # Of a node never heard from: it may be the primary, and a process that has just begun is slow to listen.
        return REPLICA_PATIENCE_SECONDS if self.node.in_recovery else PRIMARY_PATIENCE_SECONDS

    def waited(self, now: float) -> float:
        return now - self._asked_at if self.events else 0.0

    def is_late(self, now: float) -> bool:
        return self.waited(now) > self.patience_seconds and not self._has_unread()

    def _has_unread(self) -> bool:
        """The answer lies there, and it is we who had no time (CPU, the interpreter's lock) to take it."""
        look = select.poll()
        look.register(self.fileno(), self.events)
        return bool(look.poll(0))

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
            self._refused(error)

    def advance(self) -> bool:
        """Goes on as far as it can without waiting. True when the node has answered."""
        try:
            state = self._connection.poll()
            self.events = EVENTS.get(state, 0)
            if self.events:
                self._asked_at = time.monotonic()  # a connection is made in several steps, and each is a sign of life
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
        self.nodes.doubt_names()

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
        if self.nodes.primary is self.node and question is SEEN_BEAT and now - self._beat_at >= BEAT_SECONDS:
            question, self._beat_at = BEAT, now
        self._expected_beat = self.nodes.newest_beat()
        self._cursor = self._connection.cursor()
        self._cursor.execute(question)
        self.advance()

    def _understand(self, in_recovery: bool, lsn: str | None, beat: float | None, timeline: str) -> None:
        self._cursor = None
        self._may_begin_again = True
        self.answers += 1
        lag_seconds = float("inf") if beat is None else max(self._expected_beat - beat, 0.0)
        self.node.learn(in_recovery, int(timeline, 16), position.parse(lsn) if lsn else 0, beat, lag_seconds)

    def _refused(self, error: psycopg2.Error) -> bool:
        """An error in SQL is an answer, too (no table yet, disk full); anything else is none."""
        if self._cursor is not None and self._connection.closed and self._may_begin_again:
            return self._begin_again()
        if error.pgcode is None or error.pgcode in faults.SHUTTING:
            self.give_up(error)
            return False
        if error.pgcode == UNDEFINED_TABLE:
            self._question = NO_BEAT
        self.events, self._cursor = 0, None
        return False

    def _begin_again(self) -> bool:
        """This session was ended. Whether the server is gone with it, the next one tells at once.

        Once, until there is an answer: pgbouncer lets everybody in, and ends them when its server is away.
        """
        self._may_begin_again = False
        self._asked_at = time.monotonic()
        try:
            self._connect(self._asked_at)
        except psycopg2.Error as error:
            self.give_up(error)
        return False
