"""Tells one target, in a thread of its own: whoever is slow, far away or dead keeps nobody else waiting.

A target has `address` (its name in logs), `most_tags` (that one purge takes), `purge(tags)`: whether it has confirmed,
and of a failure `again_seconds` (to wait) and `trouble` (what to log). Varnish nodes and CDNs are such.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import Protocol

from django_statsd.clients import statsd

logger = logging.getLogger(__name__)


class Target(Protocol):
    address: str
    most_tags: int
    again_seconds: float
    trouble: str

    def purge(self, tags: list[str]) -> bool: ...


class Teller:
    """`told(address, tags)` is called after each purge that was confirmed."""

    def __init__(self, target: Target, told: Callable[[str, list[str]], object] = lambda address, tags: None):
        self.target, self.told = target, told
        self.address = target.address
        self._changed = threading.Condition()
        self._tags: dict[str, None] = {}
        self._rows: list[int] = []
        self._confirmed: SimpleQueue[list[int]] = SimpleQueue()
        self._is_well = True
        threading.Thread(target=self.run, name=f"tells {self.address}", daemon=True).start()

    def tell(self, tags: Iterable[str], rows: Iterable[int] = ()) -> None:
        """Comes back at once. Tags that are waiting already are told once."""
        with self._changed:
            self._tags.update(dict.fromkeys(tags))
            self._rows += rows
            self._changed.notify()

    def confirmed(self) -> list[int]:
        """Rows, all of whose tags the target has confirmed since the last call."""
        rows: list[int] = []
        while True:
            try:
                rows += self._confirmed.get_nowait()
            except Empty:
                return rows

    def run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._tags)
                tags, rows = list(self._tags), self._rows
                self._tags, self._rows = {}, []
            try:
                left = self.purge(tags)
            except Exception:  # this thread must outlive whatever a target runs into
                logger.exception("outbox: telling %s failed", self.address)
                left = tags
            if left:
                with self._changed:
                    self._tags = dict.fromkeys(left) | self._tags
                    self._rows = rows + self._rows
                time.sleep(self.target.again_seconds)
            else:
                self._confirmed.put(rows)

    def purge(self, tags: list[str]) -> list[str]:
        """What the target has not confirmed."""
        for start in range(0, len(tags), self.target.most_tags):
            batch = tags[start : start + self.target.most_tags]
            statsd.incr("outbox.purges")
            confirmed = self.target.purge(batch)
            self.note(confirmed)
            if not confirmed:
                return tags[start:]
            self.told(self.address, batch)
        return []

    def note(self, is_well: bool) -> None:
        """A line when that changes."""
        if is_well != self._is_well:
            self._is_well = is_well
            says = "confirms again" if is_well else f"does not confirm ({self.target.trouble}); its purges wait"
            logger.warning("outbox: %s %s", self.address, says)
