"""What psycopg2's errors mean: each made by a real server."""

import socket
import threading
import time

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError

from shop.db.faults import PrimaryAway, PrimaryBusy, code_of, is_conflict, is_lost, is_read_only
from shop.db.node import Node
from shop.tests.db.conftest import pid_of

pytestmark = pytest.mark.django_db


def error_of(connection, sql) -> Exception:
    with pytest.raises((DatabaseError, InterfaceError)) as failure, connection.cursor() as cursor:
        cursor.execute(sql)
    return failure.value


class TestLost:
    def test_a_terminated_backend(self, plain, terminate):
        terminate(pid_of(plain))
        error = error_of(plain, "SELECT 1")
        assert isinstance(error, OperationalError)
        assert code_of(error) in (None, "57P01")  # its last words are not always read
        assert is_lost(error)

    def test_terminated_while_it_was_at_work(self, plain, terminate):
        killer = threading.Timer(0.2, terminate, [pid_of(plain)])
        killer.start()
        error = error_of(plain, "SELECT pg_sleep(5)")
        killer.join()
        assert code_of(error) in (None, "57P01")
        assert is_lost(error)

    @pytest.mark.parametrize("code", ["57P01", "57P02", "57P03", "57P04", "57P05", "08006", "08003"])
    def test_a_server_that_says_goodbye(self, plain, code):
        error = error_of(plain, f"DO $$ BEGIN RAISE 'goodbye' USING ERRCODE = '{code}'; END $$")
        assert code_of(error) == code
        assert is_lost(error)

    def test_the_next_use_of_a_lost_connection(self, plain, terminate):
        terminate(pid_of(plain))
        error_of(plain, "SELECT 1")
        error = error_of(plain, "SELECT 1")
        assert isinstance(error, InterfaceError)
        assert code_of(error) is None
        assert is_lost(error)

    def test_a_server_that_refuses(self, plain):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            plain.settings_dict = plain.settings_dict | {"HOST": "127.0.0.1", "PORT": unused.getsockname()[1]}
            error = error_of(plain, "SELECT 1")
        assert isinstance(error, OperationalError)
        assert code_of(error) is None
        assert is_lost(error)

    def test_a_wait_that_another_thread_ends(self, plain):
        """libpq has no limit of its own on the wait for an answer; hanging up is what frees who waits."""
        plain.ensure_connection()
        node = Node("primary", {})
        node.watch(plain.connection)
        before, started = node.generation, time.monotonic()
        threading.Timer(0.2, node.hang_up).start()
        error = error_of(plain, "SELECT pg_sleep(5)")
        assert time.monotonic() - started < 2
        assert node.generation == before + 1
        assert code_of(error) is None
        assert is_lost(error)


class TestNotLost:
    """A fault of the statement, not of the server: elsewhere it would fail as well."""

    def test_a_statement_that_took_too_long(self, plain):
        error = error_of(plain, "SET statement_timeout = '20ms'; SELECT pg_sleep(5)")
        assert isinstance(error, OperationalError)
        assert code_of(error) == "57014"
        assert not is_lost(error)
        assert not is_conflict(error)

    @pytest.mark.parametrize("sql", ["SELEKT", "SELECT nothing", "SELECT 1/0", "SELECT 'x'::int"])
    def test_a_mistake(self, plain, sql):
        error = error_of(plain, sql)
        assert code_of(error)
        assert not is_lost(error)
        assert not is_conflict(error)

    def test_no_primary_is_no_lost_connection(self):
        assert not is_lost(PrimaryAway("none"))
        assert not is_lost(PrimaryBusy("none"))


def test_a_conflict_with_replay_is_worth_another_node(plain):
    error = error_of(plain, "DO $$ BEGIN RAISE 'canceling statement due to conflict' USING ERRCODE = '40001'; END $$")
    assert is_conflict(error)
    assert not is_lost(error)


@pytest.mark.stack
def test_a_write_on_a_replica(on_replica):
    error = error_of(on_replica, "UPDATE shop_heartbeat SET beat_at = now()")
    assert code_of(error) == "25006"
    assert is_read_only(error)
    assert not is_lost(error)
