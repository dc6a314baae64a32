"""One visit: a request (or a task that only reads) and what decides which node serves it.

A visit reads one node throughout, so that a page is one view of the shop. Outside a visit everything is the primary's.
"""

from collections import Counter
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, connections

from shop.db.node import Node
from shop.db.nodes import nodes
from shop.db.position import parse

READER_ALIAS = "replica"
FENCE_WAIT_SECONDS = 0.02  # replicas replay in well under a millisecond: what is later than this may be much later
MOST_REPEATS = 12
LAST_WAIT_SECONDS = 0.3  # no primary to turn to: what a replica has received it will soon have replayed

_current: ContextVar["Visit | None"] = ContextVar("visit", default=None)


def current_visit() -> "Visit | None":
    return _current.get()


def begin_visit(visit: "Visit") -> None:
    _current.set(visit)


def end_visit() -> None:
    _current.set(None)


class Visit:
    """`position` is the least that it must see; `pinned` says that this is the visitor's own last write."""

    def __init__(self, position: int = 0, *, unsafe: bool = False):
        self.position = position
        self.why = "pinned" if position else "round-robin"
        self.unsafe = unsafe
        self.wrote = False
        self.node: Node | None = None
        self.left: set[Node] = set()  # nodes that failed the read at hand
        self.repeats = 0  # of the read at hand
        self.primary_because = ""  # why no replica serves it, once that is decided
        self.label = ""  # for SQL comments: request id and view
        self.queries: Counter = Counter()  # (node's name, why) → statements

    def reads_primary_because(self) -> str:
        """Why this read must see the primary; empty when a replica will do."""
        if in_transaction():
            return "transaction"
        if self.wrote:
            return "wrote"
        return "unsafe-method" if self.unsafe else ""

    def choose(self) -> Node | None:
        """The replica for this visit, the same one at each call; None when it must be the primary."""
        if self.primary_because and nodes().primary is None:
            self.begin_anew()
        if self.node is None and not self.primary_because:
            self.node = nodes().choose(self.position, avoid=self.left)
            if self.node is None and self.position and nodes().primary is None:
                nodes().wait_for(self.position, LAST_WAIT_SECONDS)
                self.node = nodes().choose(self.position, avoid=self.left)
            if self.node is None and nodes().primary is None:
                self.node = nodes().last_resort(self.position, avoid=self.left)
            if self.node is None:
                self.primary_because = "behind" if nodes().any_replica(avoid=self.left) else "fallback"
        return self.node

    def leave(self, node: Node) -> None:
        """The node has failed a read: it will not be chosen for that again."""
        self.left.add(node)
        self.node = None

    def may_repeat(self) -> bool:
        """Counts a repeat of the read at hand. Many are only needed where sessions are ended faster than they begin."""
        self.repeats += 1
        return self.repeats <= MOST_REPEATS

    def begin_anew(self) -> None:
        """All nodes are open to choice again."""
        self.left.clear()
        self.primary_because = ""

    def advance(self, position: int) -> None:
        """From here on reads only what has replayed `position`; waits a few ms, then another node, then the primary."""
        if position <= self.position:
            return
        self.position, self.why = position, "fence"
        if self.node is not None and self.node.position >= position:
            return
        self.node, self.primary_because = None, ""
        if nodes().is_on:
            nodes().wait_for(position, FENCE_WAIT_SECONDS)

    def hold(self) -> int:
        """A position that every read of this visit from here on is sure to have seen, wherever it may have to move.

        What is known of a replica may be a little old, and so on the safe side; a primary is asked.
        """
        node = None if self.reads_primary_because() or not nodes().is_on else self.choose()
        reached = node.position if node else current_position()
        self.position = max(self.position, reached)
        return reached


def current_position() -> int:
    """Where the primary's log ends now: at or past everything that is committed."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()")
        return parse(cursor.fetchone()[0])


def in_transaction() -> bool:
    return connections[DEFAULT_DB_ALIAS].in_atomic_block


@contextmanager
def reading():
    """A task or command declares that it only reads and that its reads may lag: replicas serve it."""
    outer = current_visit()
    token = _current.set(outer or Visit())
    try:
        yield _current.get()
    finally:
        _current.reset(token)


@contextmanager
def at_least(position: int):
    """Reads inside see everything up to `position`: the fence of whoever stores what it has read."""
    with reading() as visit:
        visit.advance(position)
        yield visit
