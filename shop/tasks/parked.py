"""What somebody who has looked at a parked task can do."""

from django.db import connection

REPLAY = """
UPDATE shop_task t SET state = 'waiting', tries = 0, sends = 0, due_at = clock_timestamp(),
    changed_at = clock_timestamp()
WHERE state = 'parked' AND (%(all)s OR id = ANY (%(ids)s))
  -- the clock's tasks: one at a time, and their next run has done the work
  AND NOT (is_periodic AND EXISTS (SELECT FROM shop_task o WHERE o.name = t.name AND o.is_periodic AND o.id <> t.id
                                   AND o.state <> 'done' AND (o.state <> 'parked' OR o.id > t.id)))
RETURNING id
"""
DROP = "DELETE FROM shop_task WHERE state = 'parked' AND id = ANY (%s) RETURNING id"


def replay(ids: list[int] | None = None) -> list[int]:
    """These (all, if None) begin anew, with all their tries; returns which: others are not parked any more."""
    with connection.cursor() as cursor:
        cursor.execute(REPLAY, {"all": ids is None, "ids": ids or []})
        return [row[0] for row in cursor.fetchall()]


def drop(ids: list[int]) -> list[int]:
    """Forgets them and their keys: what they stand for can be asked for again. Returns which were parked."""
    with connection.cursor() as cursor:
        cursor.execute(DROP, [ids])
        return [row[0] for row in cursor.fetchall()]
