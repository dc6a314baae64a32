"""Surrogate keys of the page being rendered: a first pass notes what it shows, and until when that looks so.

What changes a tag's version is decided in the database (each app's surrogate_keys.py).

A page that shows so much that its tags would not fit a header carries their parents instead: one of 128 for each
kind, by number. The relay purges each tag's parent with it, so such a page is made anew too often, and never too late.
"""

import re
from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

MOST_BYTES = 4000  # of a header: Varnish, nginx and CDNs take 8 or 16 kB
PARENTS = 128
PERSONAL = re.compile(r"[uk]\d+")  # a customer's, a cart's: holes carry them, never a page
NUMBERED = re.compile(r"([a-z]+)(\d+)")


def parent(tag: str) -> str:
    """`p~7` of `p135`; a tag without a number, or a visitor's, is its own."""
    numbered = NUMBERED.fullmatch(tag)
    return f"{numbered[1]}~{int(numbered[2]) % PARENTS}" if numbered and not PERSONAL.fullmatch(tag) else tag


def with_parents(tags: Iterable[str]) -> list[str]:
    """What is purged when these change; each once."""
    tags = list(tags)
    return list(dict.fromkeys([*tags, *map(parent, tags)]))


@dataclass
class Collected:
    """What a page shows, and until when it looks so by itself."""

    tags: dict[str, None] = field(default_factory=dict)  # in order, each once
    positions: dict[str, int] = field(default_factory=dict)  # of those that were not read just now (data.py)
    until: datetime | None = None

    def header(self) -> str:
        """At most MOST_BYTES."""
        tags = " ".join(self.tags)
        return tags if len(tags) <= MOST_BYTES else " ".join(dict.fromkeys(map(parent, self.tags)))


_collecting: ContextVar[Collected | None] = ContextVar("tags", default=None)


@contextmanager
def collecting():
    collected = Collected()
    token = _collecting.set(collected)
    try:
        yield collected
    finally:
        _collecting.reset(token)


def collect(*tags: str, until: datetime | None = None, position: int | None = None) -> None:
    """The page shows this. `until`: the next moment at which it will look different by itself. `position`: what it says
    of these was read there, if not just now.

    Outside a first pass nothing is noted.
    """
    collected = _collecting.get()
    if collected is None:
        return
    collected.tags.update(dict.fromkeys(tags))
    if position is not None:
        collected.positions.update({tag: min(position, collected.positions.get(tag, position)) for tag in tags})
    if until is not None:
        collected.until = min(until, collected.until or until)
