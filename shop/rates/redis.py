"""Where counts are kept: in Redis, for all processes together; while Redis is away each process counts for itself.

So limits go on: as many processes there are, as many times a visitor may do a thing then, at most. Nobody is locked
out, and nothing is free. What was counted here is forgotten when Redis is back.
"""

from django.core.cache.backends.locmem import LocMemCache

from shop.caching.backends.redis import TolerantRedis

SECONDS = 24 * 3600  # no rate is counted over longer; keys name their window, so that none is used again
MOST_KEYS = 20_000


class CountsInRedis(TolerantRedis):
    """For django-ratelimit, which calls `add` with 1 and, where that fails, `incr`."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._own = LocMemCache("rates", {"OPTIONS": {"MAX_ENTRIES": MOST_KEYS}})

    def incr(self, key, delta=1, **kwargs):
        try:
            count = super().incr(key, delta, **kwargs)
        except ValueError:  # there was none: `add` didn't reach Redis, and now it is back
            count = None
        return self._count_here(key, delta) if count is None else count

    def _count_here(self, key, delta: int) -> int:
        self._own.add(key, 0, SECONDS)
        try:
            return self._own.incr(key, delta)
        except ValueError:  # another thread made room
            return delta
