"""A read whose connection is lost is repeated once on another; a write never, and nothing inside a transaction."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, InterfaceError, OperationalError, transaction

from shop.db.visit import Visit, begin_visit
from shop.tests.db.conftest import pid_of

pytestmark = pytest.mark.django_db
LOST = (OperationalError, InterfaceError)


@pytest.fixture
def broken(another, terminate):
    """A connection whose server process is gone, which it does not know yet."""
    another.health_check_enabled = False
    terminate(pid_of(another))
    return another


def answer_of(connection, sql="SELECT 42"):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def test_a_read_is_answered_by_another_connection(broken, fleet):
    visit = Visit()
    begin_visit(visit)
    fleet.is_on = False
    assert answer_of(broken) == 42
    assert sum(visit.queries.values()) == 1


def test_and_the_next_one_by_a_new_connection(broken):
    answer_of(broken)
    assert broken.connection is None
    assert answer_of(broken) == 42
    assert broken.connection is not None


def test_a_write_is_not_repeated(broken):
    with pytest.raises(LOST):
        answer_of(broken, "INSERT INTO auth_group (name) VALUES ('twice') RETURNING 1")
    assert not Group.objects.filter(name="twice").exists()


def test_nothing_is_repeated_inside_a_transaction(another, terminate):
    another.set_autocommit(False)
    another.in_atomic_block = True
    terminate(pid_of(another))
    with pytest.raises(LOST):
        answer_of(another)
    another.in_atomic_block = False


def test_a_statement_timeout_is_not_repeated(another):
    """It would take as long again, and sit on a second server meanwhile."""
    visit = Visit()
    begin_visit(visit)
    with pytest.raises(OperationalError, match="statement timeout"):
        answer_of(another, "SET statement_timeout = '20ms'; SELECT pg_sleep(5)")
    assert not visit.queries
    assert answer_of(another) == 42, "the connection is as good as before"


def test_a_connection_that_turns_out_to_be_a_replicas_is_dropped(another):
    """25006 after a change of roles: it would fail every write of this process from here on."""
    with another.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    first = pid_of(another)
    with pytest.raises(DatabaseError, match="read-only transaction"):
        answer_of(another, "INSERT INTO auth_group (name) VALUES ('x') RETURNING 1")
    assert pid_of(another) != first


def test_after_a_lost_transaction_the_next_request_is_clean(as_default, terminate):
    with pytest.raises(LOST), transaction.atomic():
        terminate(pid_of(as_default))
        answer_of(as_default)
    assert not as_default.in_atomic_block
    assert answer_of(as_default) == 42
    with transaction.atomic():
        assert answer_of(as_default) == 42
        transaction.set_rollback(True)
