"""A panel of the debug toolbar: which node served each query of the page, and why (docs/replicas.md has the reasons).

What a query says and how it is planned is the SQL panel's matter.
"""

from collections import Counter

from debug_toolbar.panels import Panel

from shop.db.nodes import nodes
from shop.ops.recorder import recording


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
        with recording() as queries:
            response = super().process_request(request)
        self.record_stats({"queries": queries, "has_replicas": nodes().is_on})
        return response
