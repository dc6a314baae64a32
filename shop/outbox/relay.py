"""Drains the outbox. One process; a second one repeats work and does no harm.

For each batch of committed rows: the tags' versions rise in Redis to the position of the log now (at or past the
commits); then every Varnish node (and a CDN) is told to drop what carries the tags, each by a thread of its own; and
when all have confirmed the rows are told. Killed at any instruction, it begins again with the rows that are left.

A page may be under way to Varnish while it is purged: each purge is repeated, soon for the many that render quickly,
and once more when the slowest must be done. Told rows stay for that long: a new relay, which can't know what the one
before has repeated, tells them again. So does one that finds a Redis without its latest versions.
"""

import heapq
import logging
import time
from collections.abc import Callable
from contextlib import suppress

from django.db import DatabaseError, InterfaceError, connection
from django_statsd.clients import statsd

from shop.caching import versions
from shop.caching.redis import CacheAway
from shop.caching.tags import with_parents
from shop.db.visit import current_position
from shop.outbox import cdn, due, varnish
from shop.outbox.record import RELAY, Record
from shop.outbox.teller import Teller

logger = logging.getLogger(__name__)

FASTEST_SECONDS, SLOWEST_SECONDS = 0.005, 0.05  # between two looks; slower while nothing comes
BATCH_ROWS = 1000
DUE_SECONDS = 0.2
REBOUND_SECONDS = (0.3, 16.0)  # the second is past uWSGI's harakiri
KEPT_SECONDS = REBOUND_SECONDS[-1] + 1
AGAIN_SECONDS = 0.2  # between two tries with a database or a Redis that does not answer
EPOCH_SECONDS = 1.0

TAKE = """
SELECT id, tags, extract(epoch FROM clock_timestamp() - written_at)::float8 FROM shop_outbox
WHERE told_at IS NULL AND NOT id = ANY (%s) ORDER BY id LIMIT %s
"""
TOLD = "UPDATE shop_outbox SET told_at = clock_timestamp() WHERE id = ANY (%s)"
TELL_AGAIN = "UPDATE shop_outbox SET told_at = NULL WHERE told_at IS NOT NULL"
FORGET = "DELETE FROM shop_outbox WHERE told_at < clock_timestamp() - make_interval(secs => %s)"


class Relay:
    """`told(address, position, tags)` is called when a Varnish node has dropped what carries the tags."""

    def __init__(self, told: Callable[[str, int, list[str]], object] = lambda address, position, tags: None):
        self.tellers = [
            *(Teller(node, lambda address, tags: told(address, self.reached, tags)) for node in varnish.nodes()),
            *(Teller(target) for target in cdn.targets()),
        ]
        self.held: dict[int, set[str]] = {}  # row → who (addresses, and "redis") has not confirmed it
        self.positions: dict[int, int] = {}  # row → where the log stood when it was taken
        self.unraised: dict[str, None] = {}  # tags whose versions Redis has still to raise
        self.rebounds: list[tuple[float, list[str]]] = []
        self.position = current_position
        self.reached = 0
        self._is_new = True
        self.record = Record()
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
        if self._is_new:
            execute(TELL_AGAIN)
            self._is_new = False
        if now >= self._epoch_at:
            self.watch_redis(now)
        if now >= self._due_at:
            self._due_at = now + DUE_SECONDS
            for hook in due.hooks:
                hook()
        taken = self.take()
        if self.unraised and now >= self._again_at:
            self._again_at = now + AGAIN_SECONDS
            if raised := self.raise_versions([]):
                self.tell(raised)  # Varnish may have stored meanwhile what Redis took for valid
        while self.rebounds and self.rebounds[0][0] <= now:
            _at, again = heapq.heappop(self.rebounds)
            for teller in self.tellers:
                teller.tell(again)
        self.note_told()
        return taken

    def take(self) -> bool:
        """New rows: everybody is told; who does not answer hears it later."""
        with connection.cursor() as cursor:
            cursor.execute(TAKE, [list(self.held), BATCH_ROWS])
            rows = cursor.fetchall()
            if not rows:
                return False
        self.reached = self.position()  # asked after the rows were seen: at or past their commits
        self.record.heard(RELAY, self.reached)
        tags = with_parents(tag for _id, tags, _age in rows for tag in tags)
        raised = self.raise_versions(tags)
        waiting = {teller.address for teller in self.tellers} | (set() if raised else {"redis"})
        for row, _tags, _age in rows:
            self.held[row] = set(waiting)
            self.positions[row] = self.reached
        self.tell(raised or tags, [row for row, _tags, _age in rows])
        statsd.timing("outbox.age", max(age for _id, _tags, age in rows) * 1000)
        statsd.incr("outbox.tags", len(tags))
        return True

    def tell(self, tags: list[str], rows: list[int] | None = None) -> None:
        """All but Redis, now and again for what is under way."""
        for teller in self.tellers:
            teller.tell(tags, rows or ())
        now = time.monotonic()
        for seconds in REBOUND_SECONDS:
            heapq.heappush(self.rebounds, (now + seconds, tags))

    def raise_versions(self, tags: list[str]) -> list[str]:
        """These, and those that Redis has missed before. The tags that rose: all, or none while it is away."""
        wanted = [*self.unraised, *tags]
        try:
            versions.raise_versions(self.reached, wanted)
        except CacheAway:
            if not self.unraised:
                logger.warning("outbox: redis does not confirm; its versions wait")
            self.unraised.update(dict.fromkeys(tags))
            return []
        self.unraised.clear()
        self.record.heard("redis", self.reached)
        for waiting in self.held.values():
            waiting.discard("redis")
        return wanted

    def note_told(self) -> None:
        for teller in self.tellers:
            rows = teller.confirmed()
            for row in rows:
                self.held[row].discard(teller.address)
            if rows:
                self.record.heard(teller.address, max(self.positions[row] for row in rows))
        self.record.write()
        done = [row for row, waiting in self.held.items() if not waiting]
        if done:
            execute(TOLD, done)
            for row in done:
                del self.held[row], self.positions[row]

    def watch_redis(self, now: float) -> None:
        """Another server process (restarted, failed over) may have lost versions: a new epoch."""
        self._epoch_at = now + EPOCH_SECONDS
        with suppress(CacheAway):
            if versions.watch_epoch(self.position):
                logger.warning("page cache: a new epoch, all stored pages are misses")
                execute(TELL_AGAIN)  # before it, old shells may have been valid, and gone to Varnish
            execute(FORGET, KEPT_SECONDS)


def execute(sql: str, *parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
