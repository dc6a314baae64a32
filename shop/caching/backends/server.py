"""One cache server as this process sees it: in use, or away until it has answered a probe (watch.py).

An error takes it away at once: whoever calls meanwhile is told so without touching the network, so that an ill server
costs each thread one short time-out and then nothing.
"""

import logging
import re
import time

from django_statsd.clients import statsd

logger = logging.getLogger(__name__)
LOG_EVERY_SECONDS = 60

servers: dict[str, "Server"] = {}  # by name: all that this process has used


class CacheAway(Exception):
    """The cache can't be asked now. A miss, never an error page."""


class Server:
    """`name` as logs show it: `redis 127.0.0.1:6379`. Threads may call at once: each step is a single assignment."""

    def __init__(self, name: str):
        self.name = name
        self.is_up = True
        self.missed: set[str] = set()  # caches with a write that must not be forgotten (generations.py)
        self._counter = "cache." + re.sub(r"\W+", "_", name)
        self._logged_at = -float(LOG_EVERY_SECONDS)
        servers[name] = self

    def require(self) -> None:
        if not self.is_up:
            statsd.incr(f"{self._counter}.skipped")
            raise CacheAway(f"{self.name} is away.")

    def fail(self, reason: object) -> None:
        """Out of use. Counted each time; logged once a minute for as long as it lasts."""
        self.is_up = False
        statsd.incr(f"{self._counter}.failed")
        if time.monotonic() - self._logged_at >= LOG_EVERY_SECONDS:
            self._logged_at = time.monotonic()
            logger.warning("cache server %s is away, served as misses: %s", self.name, " ".join(str(reason).split()))

    def pass_probe(self) -> None:
        self.is_up = True

    def probe(self) -> dict[str, int]:
        """Asks for the generations it holds, within a tenth of a second. Raises whatever shows that it is ill."""
        raise NotImplementedError

    def keep(self, generations: str) -> None:
        """Stores the generations. Raises like probe()."""
        raise NotImplementedError
