"""A panel of the debug toolbar: what the caches had a part in of an answer; pages, ESI fragments and JSON alike.

Which node served a query, and why, is the next panel's matter; what each layer holds now, the trace page's.
"""

from collections import Counter

from debug_toolbar.panels import Panel
from django.conf import settings

from shop.caching import fragments
from shop.caching.policy import policy_of
from shop.caching.timing import server_timing
from shop.db.position import text

CACHE_HEADERS = ("Cache-Control", "Surrogate-Control", "Set-Cookie", "Vary")


class LayersPanel(Panel):
    title = nav_title = "Cache layers"
    template = "ops/layers-panel.html"

    @property
    def nav_subtitle(self):
        stats = self.get_stats()
        return ", ".join(filter(None, [stats.get("state") or stats.get("policy"), stats.get("counts")]))

    def generate_stats(self, request, response):
        made, counts, match = getattr(request, "made", None), fragments.counts(), request.resolver_match
        drawn = Counter((drawn_as(name), found) for name, found in counts.names)
        stats = {
            "cache_on": settings.CACHE_ON,
            "policy": str((match and policy_of(match.func)) or "none declared: private"),
            "headers": [(name, response[name]) for name in CACHE_HEADERS if name in response],
            "tags": made.shell.tags.split() if made else response.get("xkey", "").split(),
            "counts": f"fragments {counts}" if counts.names else "",
            "data": counts.levels,
            "fragments": [(*fragment, number) for fragment, number in drawn.items()],
            "timing": server_timing(request).split(", "),
        }
        if made:
            stats |= {"state": made.state, "holes": made.shell.holes, "seconds": made.shell.seconds}
            stats |= {"position": text(made.shell.position), "page_ms": made.page_ms, "holes_ms": made.holes_ms}
        self.record_stats(stats)


def drawn_as(name: str) -> str:
    """`card catalog.product.7` of a fragment's key."""
    parts = name.split(":")
    return " ".join([*parts[1:2], ".".join(parts[-1].split(".")[:3])])
