"""A connection within a limit, against a server that takes calls and never says a word."""

import socket
import threading
import time

import psycopg2
import pytest

from shop.db.backend.connecting import connect_within


@pytest.fixture
def silent():
    """The port of a server that accepts nothing beyond its backlog and answers nobody, as a frozen one does."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(8)
        yield server.getsockname()[1]


class Late:
    """A connection that comes after `seconds`."""

    def __init__(self):
        self.closed = threading.Event()
        self.go = threading.Event()

    def connect(self):
        self.go.wait(5)
        return self

    def close(self):
        self.closed.set()


def test_what_comes_in_time_is_handed_over():
    connection = object()
    assert connect_within(1, lambda: connection) is connection


def test_a_frozen_server_costs_the_limit_and_no_more(silent):
    started = time.monotonic()
    with pytest.raises(psycopg2.OperationalError, match="no connection within 100 ms"):
        connect_within(0.1, lambda: psycopg2.connect(host="127.0.0.1", port=silent, user="x", connect_timeout=2))
    assert 0.1 <= time.monotonic() - started < 1


def test_a_connection_that_comes_too_late_is_closed():
    late = Late()
    with pytest.raises(psycopg2.OperationalError):
        connect_within(0.02, late.connect)
    assert not late.closed.is_set()
    late.go.set()
    assert late.closed.wait(2)


def test_a_refusal_comes_through_as_it_is():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(psycopg2.OperationalError, match="refused"):
        connect_within(2, lambda: psycopg2.connect(host="127.0.0.1", port=port, user="x"))


def test_any_other_error_too():
    with pytest.raises(ZeroDivisionError):
        connect_within(2, lambda: 1 / 0)
