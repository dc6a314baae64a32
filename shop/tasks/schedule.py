"""What the clock asks for: the tasks that were declared with `every`.

A row a period, its key the period's number by the database's clock: any number of publishers write it once. And a
constraint lets no second row of a task be open: a run that outlasts its period is never joined by the next.
"""

from typing import Any

from django.db import connection

from shop.tasks.declare import Task, registry

# Looks before it writes: a conflict would cost a number of the sequence each second.
WRITE = """
INSERT INTO shop_task (key, name, queue, arguments, most_tries, is_periodic)
SELECT p.key, p.name, p.queue, '[]', p.most_tries, true
FROM (SELECT 'clock ' || name || ' ' || floor((extract(epoch FROM clock_timestamp()) - at) / every) AS key, s.*
      FROM unnest(%s::text[], %s::text[], %s::int[], %s::float8[], %s::float8[])
           AS s (name, queue, most_tries, every, at)) p
WHERE NOT EXISTS (SELECT FROM shop_task t WHERE t.key = p.key)
  AND NOT EXISTS (SELECT FROM shop_task t
                  WHERE t.name = p.name AND is_periodic AND state IN ('waiting', 'sent', 'running'))
ON CONFLICT DO NOTHING
"""


def periodic() -> list[Task]:
    return [declared for declared in registry.values() if declared.every]


def write_due() -> int:
    """Rows for the periods that have begun; returns how many are new."""
    declared = periodic()
    every = [task.every.total_seconds() for task in declared if task.every]
    columns: list[list[Any]] = [
        [task.name for task in declared],
        [task.queue for task in declared],
        [task.most_tries for task in declared],
        every,
        [task.at.total_seconds() for task in declared],
    ]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, columns)
        return cursor.rowcount
