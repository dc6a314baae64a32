"""Who served which query, and why: in SQL comments, in Server-Timing, in counters."""

from collections import defaultdict

from django_statsd.clients import statsd

from shop.db.visit import Visit


def commented(sql, visit: Visit | None):
    """The statement with the request's id and view in front, so that logs and pg_stat_activity say whose it is.

    In front, because both cut long statements off at the end. psycopg2's composed SQL is left as it is.
    """
    if visit is None or not visit.label or not isinstance(sql, str):
        return sql
    return f"/* {visit.label} */ {sql}"


def count(visit: Visit) -> None:
    for (node, why), queries in visit.queries.items():
        statsd.incr(f"db.{node}.{why}", queries)


def server_timing(visit: Visit) -> str:
    """`db-replica1;desc="4q round-robin"`, a part for each node; empty when no query was made."""
    by_node = defaultdict(list)
    for (node, why), queries in visit.queries.items():
        by_node[node].append(f"{queries}q {why}")
    return ", ".join(f'db-{node};desc="{", ".join(parts)}"' for node, parts in by_node.items())
