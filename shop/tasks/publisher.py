"""Hands the numbers of due rows to whoever runs them. Nothing is lost by it: the rows stay as they are until done.

A row is marked sent first, with a lease: when that has passed and the row is still not begun (the broker was wiped, the
worker killed with the message in its hands), it is sent again. Few are in the broker at a time, so a long backlog is
not sent over and over; the lease doubles with each sending.
"""

from typing import NamedTuple

from django.db import connection

IN_FLIGHT = 100  # rows of a queue in the broker
LEASE_SECONDS, LONGEST_LEASE_SECONDS = 30, 3600

TAKE = """
WITH due AS MATERIALIZED (
    SELECT id FROM shop_task
    WHERE queue = %(queue)s AND state IN ('waiting', 'sent', 'running') AND due_at <= clock_timestamp()
    ORDER BY due_at
    LIMIT greatest(0, %(in_flight)s - (SELECT count(*) FROM shop_task WHERE queue = %(queue)s AND state = 'sent'
                                       AND due_at > clock_timestamp()))
    FOR UPDATE SKIP LOCKED)  -- a row that is being run is locked
UPDATE shop_task t SET
    state = CASE WHEN state = 'running' AND tries >= most_tries THEN 'parked' ELSE 'sent' END,
    last_error = CASE WHEN state = 'running'
        THEN 'Its worker has died at try ' || tries || ': killed, out of memory or of time.' ELSE last_error END,
    sends = sends + 1, changed_at = clock_timestamp(),
    due_at = clock_timestamp() + make_interval(secs => least(%(lease)s * 2 ^ least(sends, 20), %(longest)s))
FROM due WHERE t.id = due.id
RETURNING t.id, name, key, state, last_error
"""


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
