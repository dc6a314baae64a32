"""Every server as this process sees it, and what the servers say of themselves: the rows of `manage.py replicas`."""

import time
from dataclasses import asdict, dataclass, field
from math import isfinite
from typing import Any

from shop.db import position
from shop.db.inquiry import ask_all
from shop.db.node import Node
from shop.db.nodes import Nodes

ANSWER_SECONDS = 0.5  # a frozen server costs the table this much, no more
# Our role's connections by state; those of the probes apart, as every process of the shop has one to each server.
STATE = """
SELECT pg_is_in_recovery(),
       (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END)::text,
       (SELECT coalesce(json_object_agg(state, count), '{}') FROM (
           SELECT CASE application_name WHEN 'shop probe' THEN 'probe' ELSE coalesce(state, 'starting') END AS state,
                  count(*) FROM pg_stat_activity
           WHERE usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()
           GROUP BY 1 ORDER BY 1) states)
"""
# Statements since the server's start, without the probes' and our own.
STATEMENTS = r"""
SELECT coalesce(sum(calls) FILTER (WHERE query ~* '^(/\*.*?\*/)?[\s(]*(SELECT|WITH)\M'
                                     AND query !~* '\m(INSERT|UPDATE|DELETE)\M'), 0)::bigint,
       coalesce(sum(calls) FILTER (WHERE query ~* '^(/\*.*?\*/)?[\s(]*(INSERT|UPDATE|DELETE|MERGE|WITH)\M'
                                     AND query ~* '\m(INSERT|UPDATE|DELETE|MERGE)\M'), 0)::bigint
FROM pg_stat_statements
WHERE toplevel AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND userid = (SELECT oid FROM pg_roles WHERE rolname = current_user)
  AND query !~ 'pg_is_in_recovery|pg_stat_|shop_heartbeat|shop_outbox|next_change_at <= now'
"""


@dataclass
class Row:
    """One server. Bytes, seconds and statements a second; None where that is unknown."""

    name: str
    role: (
        str  # primary, replica, promoted (a replica once, the primary now), former (a primary untold of that), unknown
    )
    may_write: bool  # named by DATABASE_URL: could be the primary
    address: str
    in_rotation: bool
    breaker: str
    reason: str
    position: str
    behind_bytes: int | None = None
    lag_seconds: float | None = None
    connections: dict[str, int] | None = None
    reads_per_second: float | None = None
    share_of_reads: float | None = None
    writes_per_second: float | None = None


@dataclass
class Report:
    at: float
    primary: str  # the name of the server that takes writes; empty while none does
    rows: list[Row] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        return bool(self.primary) and all(row.in_rotation for row in self.rows)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"is_well": self.is_well}


class Reporter:
    """Keeps the last counts, so that each report has rates since the one before."""

    def __init__(self, nodes: Nodes):
        self.nodes = nodes
        self._counts: dict[Node, tuple[float, tuple[int, int]]] = {}

    def report(self) -> Report:
        nodes = list(dict.fromkeys([*self.nodes.candidates, *self.nodes.replicas]))
        found = ask_all([node.parameters for node in nodes], [STATE, STATEMENTS], ANSWER_SECONDS)
        answers = {node: answer or [None, None] for node, answer in zip(nodes, found, strict=True)}
        primary = self.nodes.primary
        head = max((reached(node, state) for node, (state, _) in answers.items() if node is primary), default=0)
        rows = [self._row(node, *answers[node], head=head) for node in nodes]
        reads = sum(row.reads_per_second or 0 for row in rows)
        for row in rows:
            if row.reads_per_second is not None and reads:
                row.share_of_reads = round(row.reads_per_second / reads, 4)
        return Report(time.time(), primary.name if primary else "", rows)

    def _row(self, node: Node, state: Any, counts: Any, *, head: int) -> Row:
        in_recovery, _, connections = state or (node.in_recovery, None, None)
        here = reached(node, state)
        reads, writes = self._rates(node, counts)
        reason = self._out_because(node)
        return Row(
            name=node.name,
            role=self._role(node, in_recovery),
            may_write=node in self.nodes.candidates,
            address=f"{node.parameters.get('hostaddr') or node.parameters['host']}:{node.parameters['port']}",
            in_rotation=not reason,
            breaker=node.breaker.state,
            reason=reason,
            position=position.text(here) if here else "",
            behind_bytes=max(head - here, 0) if in_recovery and head and here else None,
            lag_seconds=round(node.lag_seconds, 3) if in_recovery and isfinite(node.lag_seconds) else None,
            connections=connections,
            reads_per_second=reads,
            writes_per_second=writes,
        )

    def _role(self, node: Node, in_recovery: bool | None) -> str:
        if in_recovery is None:
            return "unknown"
        if in_recovery:
            return "replica"
        if node is not self.nodes.primary:
            return "former"
        return "promoted" if node in self.nodes.replicas else "primary"

    def _out_because(self, node: Node) -> str:
        """Why visits don't go there; empty where they do."""
        if node is self.nodes.primary or (node in self.nodes.replicas and node.is_fit):
            return ""
        if not node.breaker.is_closed:
            return node.breaker.reason
        if node.in_recovery is False:
            return "takes writes, but another was promoted after it"
        return "lags too much" if node in self.nodes.replicas else "not in REPLICA_URLS"

    def _rates(self, node: Node, counts: tuple[int, int] | None) -> tuple[float | None, float | None]:
        now, before = time.monotonic(), self._counts.pop(node, None)
        if counts is None:
            return None, None
        self._counts[node] = now, counts
        if before is None:
            return None, None
        seconds = max(now - before[0], 0.001)
        reads, writes = (
            max(round((new - old) / seconds, 1), 0.0) for new, old in zip(counts, before[1], strict=True)
        )  # fewer than before: statistics were reset
        return reads, writes


def reached(node: Node, state: Any) -> int:
    """The position that the node has just told, else the last that the probe knows."""
    return position.parse(state[1]) if state and state[1] else node.position
