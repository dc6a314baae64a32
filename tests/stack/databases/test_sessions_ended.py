"""Sessions that are ended, refused or cancelled under load: reads go on elsewhere, transactions are never repeated."""

import itertools
import time
from contextlib import ExitStack

import psycopg2
import pytest

from tests.stack.databases.sessions import NODES, REPLICAS, configure, superuser, visitor

pytestmark = [pytest.mark.stack, pytest.mark.serial]

STORM_SECONDS = 2
STORMS = int(STORM_SECONDS / 0.05)
END_ALL = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'shop' AND pid <> pg_backend_pid()"
)


@pytest.mark.parametrize("where", ["both replicas", "all nodes in turn"])
def test_sessions_ended_every_50_ms(shop, stack, where):
    """What an impatient administrator does.

    On all nodes in turn: a node's sessions live for 150 ms. (What needs longer than its session lives can't be had.)
    """
    nodes = REPLICAS if where == "both replicas" else NODES
    ended = 0
    with ExitStack() as open_sessions, shop.case(f"sessions ended each 50 ms: {where}", STORMS) as case:
        cursors = [open_sessions.enter_context(superuser(stack, node)) for node in nodes]
        victims = itertools.cycle([cursors] if nodes == REPLICAS else [[cursor] for cursor in cursors])
        with case.fault():
            while time.monotonic() < case.began + STORM_SECONDS:
                for cursor in next(victims):
                    cursor.execute(END_ALL)
                    ended += cursor.fetchone()[0]
                time.sleep(0.05)
        for node in REPLICAS:
            case.wait_for(node)
    assert ended > 20, "there was no storm"


def test_no_connection_left_on_a_replica(shop, stack):
    """Somebody else holds all of max_connections; the application's own sessions are ended and cannot come back."""
    words = "connection slots are reserved"
    with superuser(stack, "replica1") as cursor, shop.case("replica1 has no connection left") as case:
        taken = take_all(stack)
        before = said("replica1", words, stack)
        with case.fault():
            while time.monotonic() < case.began + STORM_SECONDS:
                pids = [connection.get_backend_pid() for connection in taken]
                cursor.execute(f"{END_ALL} AND pid <> ALL (%s)", [pids])
                taken += take_all(stack)
                time.sleep(0.01)
            for connection in taken:
                connection.close()
        case.wait_for("replica1")
    assert len(taken) > 50
    assert said("replica1", words, stack) > before + 1, "nobody was refused"


def take_all(stack) -> list:
    taken = []
    while True:
        try:
            taken.append(visitor(stack, "replica1"))
        except psycopg2.OperationalError:  # too many clients already
            return taken


def test_reads_cancelled_by_replay(shop, stack):
    """The primary vacuums what replicas still read, and locks what they have open; replay waits for nobody."""
    for node in REPLICAS:
        configure(stack, node, hot_standby_feedback="off", max_standby_streaming_delay="0")
    before = cancelled(stack)
    with superuser(stack, "primary") as cursor, shop.case("reads cancelled by replay (40001)") as case:
        cursor.execute("CREATE TABLE conflicting AS SELECT generate_series(1, 500) AS number")
        with case.fault():
            while time.monotonic() < case.began + STORM_SECONDS:
                cursor.execute("UPDATE conflicting SET number = number + 1")
                cursor.execute("VACUUM conflicting")
                cursor.execute("BEGIN; LOCK TABLE catalog_product IN ACCESS EXCLUSIVE MODE; COMMIT")
                time.sleep(0.02)
        cursor.execute("DROP TABLE conflicting")
    assert cancelled(stack) > before + 2, "nobody was in the way"


def cancelled(stack) -> int:
    return sum(said(node, "canceling statement due to conflict with recovery", stack) for node in REPLICAS)


def said(node: str, words: str, stack) -> int:
    """How often the node's log says so."""
    return (stack.state.log / f"{node}.log").read_text().count(words)
