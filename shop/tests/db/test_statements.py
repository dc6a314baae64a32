"""Whether a statement writes. PostgreSQL itself is the judge: what writes is refused in a read-only transaction."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, F, Max, Q
from django.db.models.functions import Lower
from psycopg2 import sql

from shop.db.backend.statements import writes
from shop.db.faults import is_read_only

READS = {
    "all": lambda: list(Group.objects.all()),
    "filter with OR": lambda: list(Group.objects.filter(Q(name="update") | Q(name__in=["insert", "delete"]))),
    "join": lambda: list(Permission.objects.select_related("content_type")[:2]),
    "prefetch": lambda: list(Group.objects.prefetch_related("permissions")),
    "values": lambda: list(Group.objects.values_list(Lower("name"))),
    "count": Group.objects.count,
    "aggregate": lambda: Permission.objects.aggregate(Max("pk")),
    "annotate": lambda: list(ContentType.objects.annotate(number=Count("permission")).filter(number__gt=1)),
    "exists": lambda: Group.objects.filter(name="x").exists(),
    "union": lambda: list(Group.objects.filter(pk=1).union(Group.objects.filter(pk=2)).order_by("name")),
    "combined in parentheses": lambda: list(Group.objects.order_by("pk")[:1].union(Group.objects.all()[:1])),
    "in bulk": lambda: Group.objects.in_bulk([1, 2]),
    "raw": lambda: list(Group.objects.raw("SELECT * FROM auth_group WHERE name <> 'DELETE'")),
    "explain": lambda: Group.objects.all().explain(),
    "subquery": lambda: list(Group.objects.filter(permissions__in=Permission.objects.filter(codename="x"))),
}


def a_group():
    return Group.objects.get(name="those who write")


CHANGES = {
    "create": lambda: Group.objects.create(name="a"),
    "bulk create": lambda: Group.objects.bulk_create([Group(name="b"), Group(name="c")]),
    "bulk create, conflicts ignored": lambda: Group.objects.bulk_create([Group(name="d")], ignore_conflicts=True),
    "bulk create, conflicts updated": lambda: Group.objects.bulk_create(
        [Group(name="e")], update_conflicts=True, update_fields=["name"], unique_fields=["name"]
    ),
    "save": lambda: a_group().save(),
    "update": lambda: Group.objects.filter(name="z").update(name=F("name")),
    "bulk update": lambda: Group.objects.bulk_update([a_group()], ["name"]),
    "get or create": lambda: Group.objects.get_or_create(name="f"),
    "update or create": lambda: Group.objects.update_or_create(name="g", defaults={"name": "h"}),
    "add": lambda: a_group().permissions.add(Permission.objects.first()),
    "remove": lambda: a_group().permissions.remove(Permission.objects.first()),
    "clear": lambda: a_group().permissions.clear(),  # noqa: PLW0108  the group is made later
    "delete": lambda: a_group().delete(),
    "delete by subquery": lambda: Group.objects.filter(permissions__isnull=False).delete(),
}


@pytest.fixture
def is_refused(plain):
    """is_refused(statement, parameters): whether PostgreSQL calls it a write."""
    with plain.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")

    def ask(statement, parameters=None):
        try:
            with plain.cursor() as cursor:
                cursor.execute(statement, parameters)
        except DatabaseError as error:
            assert is_read_only(error), error
            return True
        return False

    return ask


@pytest.fixture
def statements_of(db):
    Group.objects.create(name="those who write").permissions.set(Permission.objects.all()[:2])

    def run(action):
        """What `action` sends to the database, savepoints apart."""
        sent = []

        def record(execute, statement, parameters, many, context):
            if "SAVEPOINT" not in statement:
                sent.append((statement, parameters))
            return execute(statement, parameters, many, context)

        with transaction.atomic():
            with connection.execute_wrapper(record):
                action()
            transaction.set_rollback(True)
        return sent

    return run


@pytest.mark.parametrize("name", READS)
def test_what_the_orm_reads_with(statements_of, is_refused, name):
    sent = statements_of(READS[name])
    assert sent
    assert [(writes(one), is_refused(one, parameters)) for one, parameters in sent] == [(False, False)] * len(sent)


@pytest.mark.parametrize("name", CHANGES)
def test_what_the_orm_writes_with(statements_of, is_refused, name):
    sent = [one for one in statements_of(CHANGES[name]) if "FOR UPDATE" not in one[0]]  # see test_a_locking_read
    judged = [is_refused(one, parameters) for one, parameters in sent]
    assert any(judged)
    assert [writes(one) for one, _ in sent] == judged


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 'INSERT INTO x; DELETE FROM y'",
        "  \n\t(SELECT 1) UNION (SELECT 2)",
        "((SELECT 1))",
        "/* id=1 view=a.b */ SELECT 1",
        "/* id=1 */ /* its own */ SELECT 1",
        "/* id=1 */ -- its own\nSELECT 1",
        "\n/* several\nlines */\nselect 1",
        "WITH one AS (SELECT 1 AS updated) SELECT updated FROM one",
        "/* UPDATE */ WITH one AS (SELECT 1) SELECT * FROM one",
        "VALUES (1)",
        "SHOW transaction_read_only",
        "SET LOCAL statement_timeout = '5s'",
        "EXPLAIN SELECT 1",
    ],
)
def test_reads_of_our_own(is_refused, statement):
    assert not is_refused(statement)
    assert not writes(statement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "insert into auth_group (name) values ('x')",
        "/* id=1 view=a.b */ UPDATE auth_group SET name = name",
        "/* SELECT */ DELETE FROM auth_group",
        "WITH gone AS (DELETE FROM auth_group RETURNING id) SELECT id FROM gone",
        "WITH new AS (SELECT 'x' AS name) INSERT INTO auth_group (name) SELECT name FROM new",
        "MERGE INTO auth_group g USING (SELECT 1 AS id) s ON g.id = s.id WHEN MATCHED THEN UPDATE SET name = 'x'",
        "TRUNCATE auth_group CASCADE",
        "CREATE TABLE made_here (id int)",
        "DO $$ BEGIN DELETE FROM auth_group; END $$",
    ],
)
def test_writes_of_our_own(is_refused, statement):
    assert is_refused(statement)
    assert writes(statement)


def test_a_locking_read(statements_of, is_refused):
    """PostgreSQL takes it for a write. Here it is none: nobody else will see anything, and the ORM itself sends it to
    the primary, within a transaction (test_visit.py)."""
    ((statement, parameters),) = statements_of(lambda: list(Group.objects.select_for_update()))
    assert is_refused(statement, parameters)
    assert not writes(statement)


def test_what_it_does_not_know_is_taken_to_write():
    assert writes("LOCK TABLE auth_group IN EXCLUSIVE MODE")
    assert writes("NOTIFY somebody")
    assert writes(sql.SQL("SELECT {}").format(sql.Literal(1)))
    assert writes(b"SELECT 1")
    assert writes("")
    assert writes("/* never closed")
