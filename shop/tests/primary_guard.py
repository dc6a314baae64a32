"""Tells whether a page reads the primary though a replica would do, in tests that have one database.

Tests run in one transaction on one connection, so no real replica can see their rows. Instead a GET, HEAD or OPTIONS
of Django's test client meets the router as a visitor does: a replica is in rotation, and the transaction around the
test doesn't count. The alias `replica` is then the test's own connection under another name, and each statement that
comes by the name `default` was not routed: `connection.cursor()` in place of `reader()`, `using("default")`, an
`atomic()` block, or a write in a page that should only show.
"""

import traceback
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import Client

from shop.db import nodes as real
from shop.db import pin, router, visit
from shop.db.breaker import CLOSED
from shop.middleware.database import SAFE_METHODS

ROOT = Path(settings.BASE_DIR)
PASSED_THROUGH = ("var", "shop/db", "shop/middleware", "shop/tests/primary_guard.py")


class PrimaryTouched(AssertionError):
    """A page asked the primary for what a replica could have told."""


class PrimaryGuard:
    def __init__(self):
        # Of this thread alone: tests of concurrency send requests from several, some of them unsafe.
        self._watching: ContextVar[bool] = ContextVar("watching", default=False)
        self.nodes = ready_nodes()

    def install(self, monkeypatch) -> None:
        really_request, really_in_transaction = Client.request, visit.in_transaction

        def request(client, **environ):
            if environ.get("REQUEST_METHOD", "GET") not in SAFE_METHODS:
                return really_request(client, **environ)
            with self.watch(environ.get("PATH_INFO", "/")):
                return really_request(client, **environ)

        def nodes():
            return self.nodes if self._watching.get() else real.nodes()

        def in_transaction():
            return in_transaction_of_the_page() if self._watching.get() else really_in_transaction()

        def written_up_to():
            """A pin: past all that was read; and the replica follows at once."""
            here = self.nodes.replicas[0]
            here.position += 2
            return here.position - 1

        monkeypatch.setattr(Client, "request", request)
        monkeypatch.setattr(pin, "current_position", written_up_to)
        monkeypatch.setattr(router, "nodes", nodes)
        monkeypatch.setattr(visit, "nodes", nodes)
        monkeypatch.setattr(visit, "in_transaction", in_transaction)

    @contextmanager
    def watch(self, path: str):
        """Raises PrimaryTouched at the end when a statement inside was sent to the primary by name."""
        default, touched = connections[DEFAULT_DB_ALIAS], []
        named: Any = OtherName(default)

        def record(execute, sql, params, many, context):
            if context["connection"] is default:
                touched.append(f"{place()}: {' '.join(str(sql).split())[:300]}")
            return execute(sql, params, many, context)

        connections[visit.READER_ALIAS] = named
        watching = self._watching.set(True)
        try:
            with default.execute_wrapper(record):
                yield
        finally:
            self._watching.reset(watching)
            del connections[visit.READER_ALIAS]
        if touched:
            raise PrimaryTouched(f"{path} touched the primary; a replica would do:\n  " + "\n  ".join(touched))


class OtherName:
    """A connection under the name `replica`: what is sent through it was routed."""

    alias = visit.READER_ALIAS

    def __init__(self, connection):
        self._connection = connection

    def __getattr__(self, name):
        return getattr(self._connection, name)

    def cursor(self):
        return self._named(self._connection.cursor())

    def chunked_cursor(self):
        return self._named(self._connection.chunked_cursor())

    def _named(self, cursor):
        cursor.db = self
        return cursor

    def run(self, execute, sql, params, many, context):
        return execute(sql, params, many, context)


def ready_nodes(replicas: int = 1, position: int = 2**50) -> real.Nodes:
    """A primary and replicas that have replayed `position`, in rotation. Nobody is probed, so nothing changes."""
    host = real.split_hosts(connections.settings[DEFAULT_DB_ALIAS])[0]
    elsewhere = [host | {"port": str(number)} for number in range(1, replicas + 1)]  # only names: nobody goes there
    nodes: Any = real.Nodes([host], elsewhere)
    nodes.listen = nodes.hurry = lambda: None
    nodes.wait_for = lambda position, seconds: any(node.position >= position for node in nodes.replicas)
    for node in [*nodes.candidates, *nodes.replicas]:
        node.breaker.state = CLOSED
        node.learn(node in nodes.replicas, timeline=1, position=position, beat=0.0, lag_seconds=0.0)
    return nodes


def in_transaction_of_the_page() -> bool:
    blocks: Any = connections[DEFAULT_DB_ALIAS].atomic_blocks
    return any(not block._from_testcase for block in blocks)


def place() -> str:
    """Where the statement comes from: the line of our own that is nearest to it, else the library's."""
    frames = [frame for frame in traceback.extract_stack() if frame.filename != __file__]
    ours = [frame for frame in frames if is_ours(Path(frame.filename))]
    frame = ours[-1] if ours else frames[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"


def is_ours(file: Path) -> bool:
    if not file.is_relative_to(ROOT):
        return False
    return not any(file.is_relative_to(ROOT / passed) for passed in PASSED_THROUGH)
