"""The house's own cleaning, by the clock, in batches: no transaction is long, however much has piled up."""

from datetime import timedelta

from django.conf import settings
from django.db import connection

from shop.db.partitions import drop_past, make_ahead, partitioned
from shop.tasks.declare import task
from shop.tasks.walk import key_of_next

BATCH = 2000
DONE_KEPT_DAYS = 30  # so long a key is remembered

# fmt: off
SESSIONS = """
DELETE FROM django_session WHERE session_key IN (
    SELECT session_key FROM django_session WHERE expire_date < now() LIMIT %s FOR UPDATE SKIP LOCKED)
"""
DONE = """
DELETE FROM shop_task WHERE id IN (
    SELECT id FROM shop_task WHERE state = 'done' AND changed_at < now() - make_interval(days => %s)
    LIMIT %s FOR UPDATE SKIP LOCKED)
"""
# fmt: on


@task(queue="whenever", every=timedelta(hours=1), at=timedelta(minutes=20))
def forget_sessions(batch: int = 1) -> None:
    """Expired ones: nobody's cookie names them any more."""
    if delete(SESSIONS, BATCH) == BATCH:
        forget_sessions.later(batch + 1, key=key_of_next(batch + 1))


@task(queue="whenever", every=timedelta(hours=1), at=timedelta(minutes=40))
def forget_done_tasks(batch: int = 1) -> None:
    """Done for 30 days; parked ones stay until somebody drops them."""
    if delete(DONE, DONE_KEPT_DAYS, BATCH) == BATCH:
        forget_done_tasks.later(batch + 1, key=key_of_next(batch + 1))


@task(queue="whenever", every=timedelta(days=1), at=timedelta(hours=2))
def keep_partitions() -> None:
    """The coming months are there; months past RETENTION_MONTHS are gone."""
    for table in partitioned():
        make_ahead(table)
        if (months := settings.RETENTION_MONTHS.get(table.table)) is not None:
            drop_past(table, months)


def delete(sql: str, *parameters) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.rowcount
