"""Django's caches in Redis: django-redis, where an ill server, an odd value or one too large is a miss."""

from django_redis.cache import RedisCache
from django_redis.client import DefaultClient
from django_redis.exceptions import ConnectionInterrupted
from django_statsd.clients import statsd

from shop.caching.backends import generations
from shop.caching.serialise import TooBig, Unreadable


class TolerantRedis(RedisCache):
    """With the option DROP_AFTER_OUTAGE a write that Redis could not be told of drops this cache once it is back:
    a session must not live on in a cache that missed its end."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self.client.get_client()  # connects to nothing yet, but names the server to watch

    def set(self, *args, **kwargs):
        return self._noted(super().set(*args, **kwargs))

    def delete(self, *args, **kwargs):
        return self._noted(super().delete(*args, **kwargs))

    def clear(self):
        """By generation: django-redis would empty the whole server."""
        generations.bump(self.key_prefix)

    def _noted(self, done):
        """`done` is None when Redis was away."""
        if done is None and self._params.get("OPTIONS", {}).get("DROP_AFTER_OUTAGE"):
            self.client.get_client().server.missed.add(self.key_prefix)
        return bool(done)


class TolerantClient(DefaultClient):
    def set(self, key, value, *args, version=None, client=None, **kwargs):
        try:
            return super().set(key, value, *args, version=version, client=client, **kwargs)
        except TooBig:
            statsd.incr("cache.too_big")
            if not kwargs.get("nx"):
                self.delete(key, version=version, client=client)  # the old value is not the value
            return False

    def decode(self, value):
        try:
            return super().decode(value)
        except Unreadable as error:
            statsd.incr("cache.unreadable")
            raise ConnectionInterrupted(connection=None) from error
