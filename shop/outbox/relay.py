"""Drains the outbox. One process; a second one repeats work and does no harm.

For each batch of committed rows: the tags' versions rise in Redis to the position of the log now (at or past the
commits), every Varnish node drops what carries the tags, and when all have confirmed the rows go. Killed at any
instruction, it begins again with the rows that are still there.

A page may be under way to Varnish while it is purged: each purge is repeated, soon for the many that render quickly,
and once more when the slowest must be done.
"""

import heapq
import logging
import time
from contextlib import suppress

from django.db import DatabaseError, InterfaceError, connection
from django_statsd.clients import statsd

from shop.caching import versions
from shop.caching.redis import CacheAway
from shop.db.visit import current_position
from shop.outbox import due, varnish

logger = logging.getLogger(__name__)

FASTEST_SECONDS, SLOWEST_SECONDS = 0.005, 0.05  # between two looks; slower while nothing comes
BATCH_ROWS = 1000
DUE_SECONDS = 0.2
REBOUND_SECONDS = (0.3, 16.0)  # the second is past uWSGI's harakiri
AGAIN_SECONDS = 0.2  # between two tries with a node that does not answer
EPOCH_SECONDS = 1.0

TAKE = """
SELECT id, tags, extract(epoch FROM clock_timestamp() - written_at)::float8 FROM shop_outbox
WHERE NOT id = ANY (%s) ORDER BY id LIMIT %s
"""


class Relay:
    def __init__(self):
        self.nodes = varnish.nodes()
        self.held: dict[int, set[str]] = {}  # row → Varnish nodes (and "redis") that have not confirmed it
        self.backlog: dict[str, dict[str, None]] = {}  # who → tags it has still to hear
        self.rebounds: list[tuple[float, list[str]]] = []
        self.position = current_position
        self.reached = 0
        self._again_at = self._due_at = self._epoch_at = 0.0

    def run(self, until=lambda: False) -> None:
        pause = FASTEST_SECONDS
        while not until():
            try:
                worked = self.step()
            except (DatabaseError, InterfaceError) as error:
                logger.warning("outbox: no primary: %s", " ".join(str(error).split())[:200])
                connection.close()
                time.sleep(AGAIN_SECONDS)
                continue
            pause = FASTEST_SECONDS if worked else min(pause * 1.5, SLOWEST_SECONDS)
            if not worked:
                time.sleep(pause)

    def step(self) -> bool:
        """One look at the outbox, the clock and what is left over. True when there was something to tell."""
        now = time.monotonic()
        if now >= self._epoch_at:
            self.watch_redis(now)
        if now >= self._due_at:
            self._due_at = now + DUE_SECONDS
            for hook in due.hooks:
                hook()
        taken = self.take()
        if self.backlog and now >= self._again_at:
            self._again_at = now + AGAIN_SECONDS
            for who, tags in list(self.backlog.items()):
                self.tell(who, list(tags))
        while self.rebounds and self.rebounds[0][0] <= now:
            _at, again = heapq.heappop(self.rebounds)
            for node in self.nodes:
                node.purge(again)
        self.forget_confirmed()
        return taken

    def take(self) -> bool:
        """New rows: everybody is told; who does not answer hears it later."""
        with connection.cursor() as cursor:
            cursor.execute(TAKE, [list(self.held), BATCH_ROWS])
            rows = cursor.fetchall()
            if not rows:
                return False
        self.reached = self.position()  # asked after the rows were seen: at or past their commits
        tags = list(dict.fromkeys(tag for _id, tags, _age in rows for tag in tags))
        waiting = {who for who in ("redis", *(node.address for node in self.nodes)) if not self.tell(who, tags)}
        for row, _tags, _age in rows:
            self.held[row] = set(waiting)
        now = time.monotonic()
        for seconds in REBOUND_SECONDS:
            heapq.heappush(self.rebounds, (now + seconds, tags))
        statsd.timing("outbox.age", max(age for _id, _tags, age in rows) * 1000)
        statsd.incr("outbox.tags", len(tags))
        return True

    def tell(self, who: str, tags: list[str]) -> bool:
        """True when `who` has confirmed, these and what it had missed; else the tags stay in its backlog."""
        tags = list(dict.fromkeys([*self.backlog.get(who, ()), *tags]))
        if who == "redis":
            confirmed = self.raise_versions(tags)
        else:
            confirmed = next(node for node in self.nodes if node.address == who).purge(tags)
        if confirmed:
            self.backlog.pop(who, None)
            for waiting in self.held.values():
                waiting.discard(who)
        else:
            if who not in self.backlog:
                logger.warning("outbox: %s does not confirm; its purges wait", who)
            self.backlog.setdefault(who, {}).update(dict.fromkeys(tags))
        return confirmed

    def raise_versions(self, tags: list[str]) -> bool:
        try:
            versions.raise_versions(self.reached, tags)
        except CacheAway:
            return False
        return True

    def forget_confirmed(self) -> None:
        done = [row for row, waiting in self.held.items() if not waiting]
        if done:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM shop_outbox WHERE id = ANY (%s)", [done])
            for row in done:
                del self.held[row]

    def watch_redis(self, now: float) -> None:
        """Another server process (restarted, failed over) may have lost versions: a new epoch."""
        self._epoch_at = now + EPOCH_SECONDS
        with suppress(CacheAway):
            if versions.watch_epoch(self.position):
                logger.warning("page cache: a new epoch, all stored pages are misses")
