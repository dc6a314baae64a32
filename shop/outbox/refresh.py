"""Refresh-ahead: a page that was purged is asked for again before a visitor does.

The relay's tellers call `want` as soon as a Varnish node has confirmed a purge, never before (a purge takes the new
page, too). A thread of its own finds the hottest pages that show what changed and asks that node for them, the newest
purge's first. What it can't keep up with is dropped: visitors meet a miss there, as without it. Each answer that the
application had to make is followed by a pause as long, so at most half of one worker is kept busy.

Each purge is repeated (relay.py), and each repetition comes here, too: the page is in Redis then.
"""

import logging
import threading
import time

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections
from django_statsd.clients import statsd

from shop.caching.warm import Asker, Pace, pages
from shop.db.visit import at_least

logger = logging.getLogger(__name__)
MOST_TAGS = 5000  # that wait to be looked up
MOST_PAGES = 500  # that wait to be asked for


class Refresher:
    def __init__(self):
        self.pace = Pace()
        self._changed = threading.Condition()
        self._wanted: dict[str, dict[str, None]] = {}  # node's address → tags
        self._position = 0
        self._askers: dict[str, Asker] = {}
        self._pages: dict[tuple[str, str], None] = {}  # (address, path), the next one first

    def start(self) -> None:
        if settings.REFRESH_PAGES:
            threading.Thread(target=self.run, name="refreshes pages", daemon=True).start()

    def want(self, address: str, position: int, tags: list[str]) -> None:
        """What these tags stand for is no longer stored at this node. Comes back at once."""
        if not settings.REFRESH_PAGES:
            return
        with self._changed:
            wanted = self._wanted.setdefault(address, {})
            wanted.update(dict.fromkeys(tags[: MOST_TAGS - len(wanted)]))
            self._position = max(self._position, position)
            self._changed.notify()

    def run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted or self._pages)
            try:
                self.step()
            except (DatabaseError, InterfaceError) as error:
                logger.info("refresh: nothing to read: %s", " ".join(str(error).split())[:200])
                connections.close_all()

    def step(self) -> None:
        """The pages of what was purged meanwhile come first; then one page is asked for."""
        with self._changed:
            wanted, self._wanted, position = self._wanted, {}, self._position
        for address, tags in wanted.items():
            with at_least(position):
                found = pages(settings.REFRESH_PAGES, tags)
            self._pages = {(address, path): None for path in found} | self._pages
        while len(self._pages) > MOST_PAGES:
            self._pages.popitem()
            statsd.incr("refresh.dropped")
        if self._pages:
            address, path = next(iter(self._pages))
            del self._pages[address, path]
            self.refresh(address, path)

    def refresh(self, address: str, path: str) -> None:
        asker = self._askers.setdefault(address, Asker(address))
        answer = asker.ask(path)
        statsd.incr(f"refresh.{answer.cache or 'failed'}")
        if answer.cache != "hit":
            self.pace.note(answer.seconds)
            time.sleep(answer.seconds + self.pace.pause)
