"""Surrogate keys of the page being rendered: a first pass notes what it shows, and until when that looks so.

What changes a tag's version is decided in the database (each app's surrogate_keys.py).
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Collected:
    """What a page shows, and until when it looks so by itself."""

    tags: dict[str, None] = field(default_factory=dict)  # in order, each once
    until: datetime | None = None

    def header(self) -> str:
        return " ".join(self.tags)


_collecting: ContextVar[Collected | None] = ContextVar("tags", default=None)


@contextmanager
def collecting():
    collected = Collected()
    token = _collecting.set(collected)
    try:
        yield collected
    finally:
        _collecting.reset(token)


def collect(*tags: str, until: datetime | None = None) -> None:
    """The page shows this. `until`: the next moment at which it will look different by itself.

    Outside a first pass nothing is noted.
    """
    collected = _collecting.get()
    if collected is None:
        return
    collected.tags.update(dict.fromkeys(tags))
    if until is not None:
        collected.until = min(until, collected.until or until)
