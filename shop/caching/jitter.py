"""Lifetimes by name, each a little different: what was stored together must not end together."""

import random

from django.conf import settings

SHARE = 0.2


def lifetime(name: str) -> int:
    """Seconds that SHORT, MIDDLE, LONG or FOREVER (settings.CACHE_TTL) last this time: ±20 %."""
    return round(settings.CACHE_TTL[name] * random.uniform(1 - SHARE, 1 + SHARE))  # noqa: S311  it guards nothing
