"""Nodes in a known state, and connections of one's own to break."""

from contextlib import closing, contextmanager

import psycopg2
import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import DatabaseWrapper as Plain

from settings import environment
from shop.db import nodes as nodes_module
from shop.db import visit
from shop.tests.primary_guard import ready_nodes


@pytest.fixture
def fleet(monkeypatch):
    """This process' nodes for one test: a primary and two replicas, all in rotation, at position 1000."""
    ready = ready_nodes(replicas=2, position=1000)
    monkeypatch.setattr(nodes_module, "_nodes", ready)
    yield ready
    visit.end_visit()


@pytest.fixture
def another(db):
    """A second connection to the test's database, through our back end, with a session of its own."""
    with closing(connections.create_connection(DEFAULT_DB_ALIAS)) as connection:
        yield connection


@pytest.fixture
def as_default(another):
    """The second connection in the place of the first, which is inside the test's own transaction."""
    first = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = another
    yield another
    connections[DEFAULT_DB_ALIAS] = first


@pytest.fixture
def terminate(another):
    """terminate(pid) ends a server process as an administrator does; from any thread."""
    with closing(psycopg2.connect(**another.get_connection_params())) as administrator:
        administrator.autocommit = True

        def run(pid):
            with administrator.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])

        yield run


@pytest.fixture
def plain(db):
    """The same through Django's own back end: its errors are PostgreSQL's, and nothing is repeated."""
    with opened(Plain(connections.settings[DEFAULT_DB_ALIAS], "plain")) as connection:
        yield connection


@pytest.fixture
def on_replica(stack, db):
    """A plain connection to the running stack's first replica."""
    place = environment.database(settings.REPLICA_URLS[0])
    here = connections.settings[DEFAULT_DB_ALIAS]
    names = {name: place[name] for name in ("HOST", "PORT", "USER", "PASSWORD", "NAME")}
    with opened(Plain(here | names, "elsewhere")) as connection:
        yield connection


@contextmanager
def opened(connection):
    """Under its alias among Django's connections, where django.contrib.postgres looks for it."""
    connections[connection.alias] = connection
    try:
        yield connection
    finally:
        connection.close()
        del connections[connection.alias]


def pid_of(connection) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]
