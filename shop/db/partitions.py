"""Ever-growing tables are partitioned by month (UTC): the coming months are made ahead, what is past its time goes.

A table becomes one in its migration, with a DEFAULT partition, so that no row is ever refused: were a month forgotten,
its rows would lie there, and are moved when the month is made. Nothing waits long for a lock: upkeep gives up first.
"""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import connection, transaction

AHEAD_MONTHS = 3
LOCK_TIMEOUT = "2s"  # whoever comes after us in the queue for the table waits as long

TABLES = """
SELECT p.partrelid::regclass::text, p.partdefid::regclass::text, pg_get_partkeydef(p.partrelid)
FROM pg_partitioned_table p WHERE p.partstrat = 'r' ORDER BY 1
"""
MONTHS = """
SELECT c.relname, pg_get_expr(c.relpartbound, c.oid), c.reltuples::bigint, pg_total_relation_size(c.oid)
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = %s::regclass AND pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT' ORDER BY 2
"""
# Attaching locks the whole table against nothing but upkeep; CREATE … PARTITION OF would against reading.
MAKE = """
LOCK TABLE {rest} IN ACCESS EXCLUSIVE MODE;
CREATE TABLE {month} (LIKE {table} INCLUDING ALL EXCLUDING IDENTITY);
WITH moved AS (DELETE FROM {rest} WHERE {column} >= '{since}' AND {column} < '{until}' RETURNING *)
INSERT INTO {month} SELECT * FROM moved;
ALTER TABLE {table} ATTACH PARTITION {month} FOR VALUES FROM ('{since}') TO ('{until}');
"""
DROP = "ALTER TABLE {table} DETACH PARTITION {month}; DROP TABLE {month};"


class Partitioned(NamedTuple):
    table: str
    rest: str  # its DEFAULT partition
    column: str


class Month(NamedTuple):
    name: str
    since: datetime
    until: datetime
    rows: int  # as the planner knows it; -1 before the first ANALYZE
    size_bytes: int


def partitioned() -> list[Partitioned]:
    """All tables by range of one column that have a DEFAULT partition, as the database knows them."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        rows = cursor.fetchall()
    found = ((table, rest, re.fullmatch(r"RANGE \((\w+)\)", key)) for table, rest, key in rows)
    return [Partitioned(table, rest, key[1]) for table, rest, key in found if key and rest != "-"]


def months_of(table: str) -> list[Month]:
    """By time, the DEFAULT partition left out."""
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, [table])
        rows = cursor.fetchall()
    return [Month(name, *bounds(bound), count, size) for name, bound, count, size in rows]


def bounds(expression: str) -> tuple[datetime, datetime]:
    """From PostgreSQL's `FOR VALUES FROM ('2026-11-01 00:00:00+00') TO (…)`."""
    since, until = re.findall(r"'([^']+)'", expression)
    return datetime.fromisoformat(since), datetime.fromisoformat(until)


def month_at(months_from_now: int, now: datetime | None = None) -> datetime:
    """The first moment of the month so many after this one (before it, if negative)."""
    now = now or datetime.now(UTC)
    count = now.year * 12 + now.month - 1 + months_from_now
    return datetime(count // 12, count % 12 + 1, 1, tzinfo=UTC)


def make_ahead(table: Partitioned) -> list[str]:
    """Makes this month and the coming ones where they are missing; returns their names."""
    there = {month.since for month in months_of(table.table)}
    made = []
    for ahead in range(AHEAD_MONTHS + 1):
        since, until = month_at(ahead), month_at(ahead + 1)
        if since not in there:
            name = f"{table.table}_{since:%Y_%m}"
            change(MAKE.format(**table._asdict(), month=name, since=since, until=until))
            made.append(name)
    return made


def drop_past(table: Partitioned, keep_months: int) -> list[str]:
    """Drops whole months that ended so many months before this one began; returns their names."""
    limit = month_at(-keep_months)
    past = [month.name for month in months_of(table.table) if month.until <= limit]
    for name in past:
        change(DROP.format(table=table.table, month=name))
    return past


def change(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        cursor.execute(sql)
