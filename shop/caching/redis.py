"""Redis, asked briefly: 0.1 s to connect, 0.1 s to answer, no second try; away when it fails (backends/server.py).

A Redis that can't take writes (read-only, out of memory, saving impossible) counts as away altogether: what it holds
can no longer be kept exact.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django_redis import get_redis_connection
from redis import Redis
from redis.client import Pipeline
from redis.exceptions import (
    ConnectionError,
    NoScriptError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
    TimeoutError,
)

from shop.caching.backends import generations, watch
from shop.caching.backends.keys import stem
from shop.caching.backends.server import CacheAway, Server, servers

__all__ = ["CacheAway", "client", "stem"]

PROBE_KEY = "cache-probe"
FAULTS = (ConnectionError, TimeoutError, ReadOnlyError, OutOfMemoryError, OSError)
FAULT_WORDS = ("MISCONF", "MASTERDOWN", "NOREPLICAS", "BUSY", "NOAUTH", "NOPERM")


class RedisAway(CacheAway, ConnectionError):
    """A ConnectionError, too: that is what django-redis takes for a miss."""


def client() -> "Guarded":
    """A redis-py client whose calls, scripts and pipelines raise CacheAway alone when Redis is ill."""
    if not settings.CACHE_ON:
        raise CacheAway("CACHE=off")
    return get_redis_connection("pages")


class Guarded(Redis):
    """What django-redis makes its connections with (settings: REDIS_CLIENT_CLASS)."""

    def __init__(self, *, connection_pool, **options):
        super().__init__(connection_pool=connection_pool, **options)
        self.server = RedisServer.of(connection_pool)

    def execute_command(self, *args, **options):
        with guard(self.server):
            return super().execute_command(*args, **options)

    def ask(self, *commands: tuple) -> list:
        """The answers to all of them, sent at once. A pipeline does it, too, at thrice the client's CPU."""
        with guard(self.server):
            connection = self.connection_pool.get_connection()
            try:
                connection.send_packed_command(connection.pack_commands(commands))
                answers = [self._answer(connection) for _ in commands]
            except BaseException:
                connection.disconnect()  # what is still to come must not answer the next question
                raise
            finally:
                self.connection_pool.release(connection)
            for answer in answers:
                if isinstance(answer, Exception):
                    raise answer
            return answers

    @staticmethod
    def _answer(connection):
        try:
            return connection.read_response()
        except ResponseError as error:
            return error

    def pipeline(self, transaction=True, shard_hint=None):
        pipeline = GuardedPipeline(self.connection_pool, self.response_callbacks, transaction, shard_hint)
        pipeline.server = self.server
        return pipeline


class GuardedPipeline(Pipeline):
    server: "RedisServer"

    def execute(self, raise_on_error=True):
        with guard(self.server):
            return super().execute(raise_on_error)


@contextmanager
def guard(server: "RedisServer") -> Iterator[None]:
    """Any error of Redis becomes CacheAway; only one that shows an ill server takes it away."""
    watch.start()
    try:
        server.require()
    except CacheAway as error:
        raise RedisAway(str(error)) from None
    try:
        yield
    except NoScriptError:  # redis-py's Script sends the script itself then
        raise
    except (RedisError, OSError) as error:
        if isinstance(error, FAULTS) or str(error).startswith(FAULT_WORDS):
            server.fail(error)
        raise RedisAway(str(error)) from error


class RedisServer(Server):
    def __init__(self, name, pool):
        super().__init__(name)
        self._redis = Redis(connection_pool=pool)

    @classmethod
    def of(cls, pool) -> "RedisServer":
        """The one behind this pool of connections, whichever cache or database of it is used."""
        place = pool.connection_kwargs
        name = f"redis {place.get('path') or '{host}:{port}'.format(**place)}"
        return servers.get(name) or cls(name, pool)  # type: ignore[return-value]

    def probe(self):
        both = self._redis.pipeline(transaction=False)
        both.set(PROBE_KEY, 1, px=10_000)
        both.get(generations.KEY)
        done, kept = both.execute(raise_on_error=False)
        if isinstance(done, Exception):
            raise done
        return generations.read(kept)

    def keep(self, generations_written):
        self._redis.set(generations.KEY, generations_written)
