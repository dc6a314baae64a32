"""Memcached through pylibmc where a dead, hanging or full server is a miss, never an error page."""

import logging
import time

import pylibmc
from django.core.cache.backends.memcached import PyLibMCCache

logger = logging.getLogger(__name__)
LOG_EVERY_SECONDS = 60
TOLERATED = (pylibmc.Error, OSError)


class TolerantMemcached(PyLibMCCache):
    """Reads fail to the default, writes to False. Logged once a minute, not once a call."""

    _last_logged = 0.0

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

    def touch(self, key, *args, **kwargs):
        return self._tolerate(False, super().touch, key, *args, **kwargs)

    def _tolerate(self, fallback, call, *args, **kwargs):
        try:
            return call(*args, **kwargs)
        except TOLERATED as error:
            if time.monotonic() - TolerantMemcached._last_logged > LOG_EVERY_SECONDS:
                TolerantMemcached._last_logged = time.monotonic()
                logger.warning("memcached failed, served as a miss: %r", error)
            return fallback
