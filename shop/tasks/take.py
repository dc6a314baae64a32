"""Which rows go to the broker now.

A row is marked sent first, with a lease: when that has passed and the row is still not begun (the broker was wiped, the
worker killed with the message in its hands), it is taken again. Few are in the broker at a time, so that a long backlog
is not sent over and over; the lease doubles with each sending.
"""

from typing import NamedTuple

from django.db import connection

# Rows are looked for by statement_timestamp(): clock_timestamp() may differ from row to row, and is used in no index.
IN_FLIGHT = 100  # rows of a queue in the broker
BEGUN_SECONDS = 3  # a worker that has fetched a message begins at once
LEASE_SECONDS, LONGEST_LEASE_SECONDS = 30, 3600

TAKE = """
WITH again AS MATERIALIZED (
    SELECT id FROM shop_task
    WHERE queue = %(queue)s AND state IN ('sent', 'running') AND due_at <= statement_timestamp()
    LIMIT %(in_flight)s
    FOR UPDATE SKIP LOCKED),  -- a row that is being run is locked
fresh AS MATERIALIZED (
    SELECT id FROM shop_task
    WHERE queue = %(queue)s AND state = 'waiting' AND due_at <= statement_timestamp()
    ORDER BY due_at
    LIMIT greatest(0, %(in_flight)s - (SELECT count(*) FROM shop_task
                                       WHERE queue = %(queue)s AND state IN ('sent', 'running')))
    FOR UPDATE SKIP LOCKED)
UPDATE shop_task t SET
    state = CASE WHEN state = 'running' AND tries >= most_tries THEN 'parked' ELSE 'sent' END,
    last_error = CASE WHEN state = 'running'
        THEN 'Its worker has died at try ' || tries || ': killed, out of memory or of time.' ELSE last_error END,
    sends = sends + 1, changed_at = clock_timestamp(),
    due_at = clock_timestamp() + make_interval(secs => least(%(lease)s * 2 ^ least(sends, 20), %(longest)s))
FROM (TABLE again UNION ALL TABLE fresh) due WHERE t.id = due.id
RETURNING t.id, name, key, state, last_error
"""
GIVE_BACK = """
UPDATE shop_task SET state = 'waiting', sends = sends - 1, due_at = clock_timestamp()
WHERE id = ANY (%s) AND state = 'sent'
"""
SENT = """
SELECT id FROM shop_task WHERE queue = %s AND state = 'sent' AND due_at > clock_timestamp()
AND changed_at < clock_timestamp() - make_interval(secs => %s)
"""
LOST = f"UPDATE shop_task SET due_at = clock_timestamp() WHERE state = 'sent' AND id IN ({SENT})"  # noqa: S608  our own constant


class Taken(NamedTuple):
    id: int
    name: str
    key: str
    state: str
    last_error: str


def take(queue: str) -> list[Taken]:
    """Due rows of a queue, now marked as sent; those whose worker has died for the last time as parked."""
    limits = {"lease": LEASE_SECONDS, "longest": LONGEST_LEASE_SECONDS, "in_flight": IN_FLIGHT}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, limits | {"queue": queue})
        return [Taken(*row) for row in cursor.fetchall()]


def give_back(rows: list[Taken]) -> None:
    """The broker has not taken them: they are due at once."""
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, [[row.id for row in rows]])


def has_sent(queue: str) -> bool:
    """Whether anything should have been begun by now, if the broker still has it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({SENT})", [queue, BEGUN_SECONDS])
        return cursor.fetchone()[0]


def take_lost(queue: str) -> None:
    """The broker has no message in this queue: what was sent, and is not begun, is due."""
    with connection.cursor() as cursor:
        cursor.execute(LOST, [queue, BEGUN_SECONDS])
