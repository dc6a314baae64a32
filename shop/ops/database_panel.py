"""A panel of the debug toolbar: which node served each query of the page, and why (docs/replicas.md has the reasons).

What a query says and how it is planned is the SQL panel's matter.
"""

import time
from collections import Counter

from debug_toolbar.panels import Panel
from django.db import connections

from shop.db.nodes import nodes
from shop.db.visit import Visit, current_visit

FAILED = ("nobody", "failed")


class DatabasePanel(Panel):
    title = nav_title = "Database nodes"
    template = "ops/database-panel.html"

    @property
    def nav_subtitle(self):
        """`replica1 4q round-robin`, a part for each node and reason."""
        served = Counter((query["node"], query["why"]) for query in self.get_stats().get("queries", []))
        parts = [f"{node} {count}q {why}" for (node, why), count in served.items()]
        return ", ".join(parts) or "no queries"

    def process_request(self, request):
        record = Recorder()
        wrappers = [connections[alias].execute_wrappers for alias in connections]
        for wrapper in wrappers:
            wrapper.insert(0, record)  # outermost: around the back end, which decides who serves
        try:
            return super().process_request(request)
        finally:
            for wrapper in wrappers:
                wrapper.remove(record)
            self.record_stats({"queries": record.queries, "has_replicas": nodes().is_on})


class Recorder:
    """Django's hook around each statement: who has served it, why, and for how long, repeats included."""

    def __init__(self):
        self.queries: list[dict] = []

    def __call__(self, execute, sql, params, many, context):
        visit = current_visit() or Visit()
        before, started = visit.queries.copy(), time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            node, why = next(iter(visit.queries - before), FAILED)
            self.queries.append(
                {
                    "node": node,
                    "why": why,
                    "milliseconds": (time.perf_counter() - started) * 1000,
                    "comment": visit.label,
                    "sql": " ".join(str(sql).split())[:48],
                }
            )
