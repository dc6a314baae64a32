"""Reading from the running stack's replicas through the back end: which one, and what happens when it fails."""

import time
from contextlib import closing

import psycopg2
import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, NotSupportedError, OperationalError, connections, transaction

from settings import environment
from shop.db import nodes as nodes_module
from shop.db import visit as visit_module
from shop.db.backend.replica.base import DatabaseWrapper
from shop.db.nodes import Nodes, split_hosts
from shop.db.visit import Visit, begin_visit, end_visit
from shop.tests.db.conftest import opened
from shop.tests.primary_guard import in_transaction_of_the_page

pytestmark = [pytest.mark.django_db, pytest.mark.stack]
WHERE = "SELECT inet_server_port(), pg_backend_pid()"


@pytest.fixture(scope="module")
def servers(stack):
    """The stack's nodes, with a probe of their own."""
    replicas = [split_hosts(environment.database(url, "REPLICA_URLS"))[0] for url in settings.REPLICA_URLS]
    nodes = Nodes(split_hosts(environment.database(stack.settings["DATABASE_URL"])), replicas)
    nodes.listen()
    return nodes


@pytest.fixture
def replica(servers, monkeypatch, db):
    """The connection to replicas, as the alias `replica` has it; both are in rotation."""
    monkeypatch.setattr(nodes_module, "_nodes", servers)
    monkeypatch.setattr(visit_module, "in_transaction", in_transaction_of_the_page)
    wait_for_all(servers)
    place = environment.database(settings.REPLICA_URLS[0])
    names = {name: place[name] for name in ("HOST", "PORT", "USER", "PASSWORD", "NAME")}
    with opened(DatabaseWrapper(connections.settings[DEFAULT_DB_ALIAS] | names, "replica")) as connection:
        yield connection
    end_visit()


def visit(*arguments, **options) -> Visit:
    visit = Visit(*arguments, **options)
    begin_visit(visit)
    return visit


def wait_for_all(servers) -> None:
    deadline = time.monotonic() + 5
    while not all(node.is_fit for node in servers.replicas):
        assert time.monotonic() < deadline, [(node, node.breaker.reason) for node in servers.replicas]
        servers.hurry()
        time.sleep(0.02)


def ask(connection, sql=WHERE):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def terminate(node, pid) -> None:
    with closing(psycopg2.connect(**node.parameters)) as administrator, administrator.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])


def port_of(node) -> int:
    return int(node.parameters["port"])


def test_one_visit_reads_one_node_over_one_connection(replica):
    visit()
    ask(replica)  # on a new connection Django asks for the types of extensions
    visit()
    ask(replica)
    mine = visit()
    assert len({ask(replica) for _ in range(5)}) == 1
    assert mine.queries == {(mine.node.name, "round-robin"): 5}


def test_visits_take_turns_and_connections_are_kept(replica):
    places = []
    for _ in range(6):
        visit()
        places.append(ask(replica))
    assert places[:2] * 3 == places
    assert places[0][0] != places[1][0]


def test_a_read_whose_session_has_ended_is_answered_by_the_other(replica, servers):
    mine = visit()
    port, pid = ask(replica)
    first = mine.node
    terminate(first, pid)
    other_port, _ = ask(replica)
    assert {port, other_port} == set(map(port_of, servers.replicas))
    assert mine.node is not first
    assert set(mine.queries) == {(first.name, "round-robin"), (mine.node.name, "round-robin")}


def test_a_conflict_with_replay_is_answered_by_the_other(replica):
    mine = visit()
    port, _ = ask(replica)
    first = mine.node
    conflict = "RAISE 'canceling statement due to conflict with recovery' USING ERRCODE = '40001'"
    with replica.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN IF inet_server_port() = {port} THEN {conflict}; END IF; END $$")
    assert mine.node is not first
    assert first.breaker.is_closed, "one read was in the way, the node is well"


def test_a_statement_timeout_is_not_repeated(replica):
    mine = visit()
    with pytest.raises(OperationalError, match="statement timeout"):
        ask(replica, "SET statement_timeout = '20ms'; SELECT pg_sleep(5)")
    assert not mine.queries
    assert not mine.left


def test_a_mistake_is_not_repeated(replica):
    mine = visit()
    with pytest.raises(DatabaseError, match="division by zero"):
        ask(replica, "SELECT 1/0")
    assert not mine.left


def test_a_transaction_is_refused(replica):
    """It would begin before the visit has chosen a node, and none of its reads could be repeated."""
    visit()
    with pytest.raises(NotSupportedError, match="primary"), transaction.atomic(using="replica"):
        pass
    assert not replica.in_atomic_block
    assert ask(replica), "and the next read is well"


def test_with_every_replica_out_of_rotation_the_primary_answers(replica, servers):
    for node in servers.replicas:
        node.breaker.trip("said by a test")
    mine = visit()
    assert ask(replica, "SELECT pg_is_in_recovery()") == (False,)
    assert [why for _, why in mine.queries] == ["fallback"]
    wait_for_all(servers)  # they come back by themselves


def test_a_connection_that_was_hung_up_is_not_used_again(replica, servers):
    mine = visit()
    port, pid = ask(replica)
    mine.node.hang_up()
    new_port, new_pid = ask(replica)
    assert new_port == port, "the node is well; only the connection had to be another"
    assert new_pid != pid
    assert not mine.left


def test_a_replica_takes_no_writes(replica):
    visit()
    with pytest.raises(DatabaseError, match="read-only transaction"):
        ask(replica, "UPDATE shop_heartbeat SET beat_at = now() RETURNING 1")


def test_closing_closes_the_parked_ones_too(replica):
    pids = set()
    for _ in range(2):
        visit()
        pids.add(ask(replica))
    replica.close()
    for _ in range(2):
        visit()
        assert ask(replica) not in pids


def test_a_cursor_on_the_servers_side_is_repeated_as_one(replica):
    """What QuerySet.iterator() reads through."""
    mine = visit()
    _, pid = ask(replica)
    first = mine.node
    terminate(first, pid)
    with replica.chunked_cursor() as cursor:
        cursor.execute("SELECT generate_series(1, 5000)")
        assert cursor.name
        assert sum(1 for _ in cursor) == 5000
    assert mine.node is not first
