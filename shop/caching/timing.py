"""What each layer did for an answer, as `Server-Timing` says it and the toolbar's panel shows it.

    page;desc="changed p7";dur=31.0, holes;desc="personal";dur=2.1, fragments;desc="22/24", db-replica1;desc="4q fence"

That is of the moment when Django made the answer. Varnish keeps the header with the page, and puts its own part in
front (varnish/marks.vcl). Strangers never see it: a shared page has it only where SHOW_LAYERS is on.
"""

import time
from dataclasses import dataclass

from django.conf import settings

from shop.caching import fragments
from shop.caching.shell import Shell
from shop.db import seen


@dataclass
class Made:
    """A two-pass page: `request.made`. `state`: hit, stale, away, flushed, or why it was a miss (versions.Found)."""

    state: str
    shell: Shell
    page_ms: float
    holes_ms: float = 0.0


def ms_since(started: float) -> float:
    """`started` by time.perf_counter()."""
    return (time.perf_counter() - started) * 1000


def server_timing(request) -> str:
    """The layers that had a part in it, each once."""
    parts = []
    if made := getattr(request, "made", None):
        parts.append(f'page;desc="{made.state}";dur={made.page_ms:.1f}')
        if made.shell.holes:
            parts.append(f'holes;desc="{" ".join(made.shell.holes)}";dur={made.holes_ms:.1f}')
    counts = fragments.counts()
    if counts.hit or counts.missed:
        parts.append(f'fragments;desc="{counts}"')
    if counts.data:
        parts.append(f'data;desc="{counts.levels}"')
    if visit := getattr(request, "visit", None):
        parts.append(seen.server_timing(visit))
    return ", ".join(filter(None, parts))


def is_shown_to(request, response) -> bool:
    """In development, and to staff with what no cache keeps; never at the price of asking who the visitor is."""
    is_staff = getattr(getattr(request, "_cached_user", None), "is_staff", False)
    return settings.SHOW_LAYERS or (is_staff and "private" in response.get("Cache-Control", ""))
