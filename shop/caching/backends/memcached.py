"""Django's caches in Memcached, where a dead, hanging or full node is a miss, never an error page."""

from django.core.cache.backends.memcached import PyLibMCCache

from shop.caching.backends import generations
from shop.caching.backends.server import CacheAway
from shop.caching.memcached import ring


class TolerantMemcached(PyLibMCCache):
    """Reads fail to the default, writes to False; logged and counted by the servers themselves."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._ring = ring(tuple(server))

    @property
    def _cache(self):
        return self._ring.client()

    def get(self, key, default=None, version=None):
        return self._tolerate(default, super().get, key, default, version)

    def get_many(self, keys, version=None):
        return self._tolerate({}, super().get_many, keys, version)

    def set(self, key, value, *args, **kwargs):
        return self._tolerate(None, super().set, key, value, *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        return self._tolerate(list(data), super().set_many, data, *args, **kwargs)

    def add(self, key, value, *args, **kwargs):
        return self._tolerate(False, super().add, key, value, *args, **kwargs)

    def delete(self, key, version=None):
        return self._tolerate(False, super().delete, key, version)

    def delete_many(self, keys, version=None):
        return self._tolerate(None, super().delete_many, keys, version)

    def touch(self, key, *args, **kwargs):
        return self._tolerate(False, super().touch, key, *args, **kwargs)

    def incr(self, key, delta=1, version=None):
        """None when the cache is away; ValueError for an unknown key, as Django has it."""
        return self._tolerate(None, super().incr, key, delta, version)

    def clear(self):
        """By generation: Django would empty the whole server."""
        generations.bump(self.key_prefix)

    def _tolerate(self, fallback, call, *args, **kwargs):
        try:
            return call(*args, **kwargs)
        except CacheAway:
            return fallback
