"""Memcached: several nodes, keys spread over those in use by ketama, so that a dead node moves only its own keys.

libmemcached says little about an ill node: a frozen one costs its time-out and looks like a miss. So a call that
fails, or finds nothing for as long as that, makes watch.py probe each node alone, all calls being misses for the few ms
that this takes; a node that fails there is left out by the whole process. One that comes back may hold old values: only
what a key dates may lie here.
"""

import threading
import time
from functools import cache

import pylibmc
from django.conf import settings
from django_statsd.clients import statsd

from shop.caching.anew import is_alone
from shop.caching.backends import generations, watch
from shop.caching.backends.keys import stem
from shop.caching.backends.server import CacheAway, Server
from shop.caching.serialise import UNREADABLE, TooBig, Unreadable, dumps, loads

__all__ = ["CacheAway", "client", "stem", "writer"]

TIME_OUT_SECONDS = 0.095  # a little less than MEMCACHED_BEHAVIOURS say
GENERATIONS_LAST_SECONDS = 30 * 24 * 3600 - 1  # Memcached's longest; each probe of a node without them stores them anew


def client() -> "PlainClient":
    """This thread's pylibmc client; CacheAway when no node is in use. Its calls raise CacheAway alone."""
    require_use()
    return ring(tuple(settings.CACHES["fragments"]["LOCATION"])).client()


def writer() -> "PlainClient":
    """As client(), but it waits for no answer: a set_multi is one burst, and what a node refused shows as a miss."""
    require_use()
    return ring(tuple(settings.CACHES["fragments"]["LOCATION"])).client(_noreply=True)


def require_use() -> None:
    if is_alone():
        raise CacheAway("CACHE=off, or asked for what the database alone says.")


class PlainClient(pylibmc.Client):
    """Values through shop.caching.serialise: pylibmc's own pickling is never reached."""

    is_spoiled = False  # after a failure libmemcached would not try that node again for seconds, well or not
    doubts = True  # whether a failure leaves open which node it was

    def serialize(self, value):
        return dumps(value), 0

    def deserialize(self, stored, flags):
        try:
            return loads(stored)
        except Unreadable:
            statsd.incr("cache.unreadable")
            return UNREADABLE

    def get(self, key, default=None):
        started = time.perf_counter()
        value = self._ask(super().get, key, UNREADABLE)
        if value is UNREADABLE:
            self._doubt_if_slow(started)
            return default
        return value

    def get_multi(self, keys):
        started = time.perf_counter()
        found = self._ask(super().get_multi, keys)
        if len(found) < len(keys):
            self._doubt_if_slow(started)
        return {key: value for key, value in found.items() if value is not UNREADABLE}

    def set(self, key, value, time=0):
        try:
            return self._ask(super().set, key, value, time)
        except TooBig:
            statsd.incr("cache.too_big")
            self.delete(key)  # the old value is not the value
            return False

    def set_multi(self, mapping, time=0):
        """The keys that were not stored."""
        try:
            return self._ask(super().set_multi, mapping, time)
        except TooBig:
            return [key for key, value in mapping.items() if not self.set(key, value, time)]

    def add(self, key, value, time=0):
        try:
            return self._ask(super().add, key, value, time)
        except TooBig:
            statsd.incr("cache.too_big")
            return False

    def delete(self, key):
        return self._ask(super().delete, key)

    def delete_multi(self, keys):
        return self._ask(super().delete_multi, keys)

    def touch(self, key, time=0):
        return self._ask(super().touch, key, time)

    def incr(self, key, delta=1):
        return self._ask(super().incr, key, delta)

    def decr(self, key, delta=1):
        return self._ask(super().decr, key, delta)

    def _ask(self, call, *args):
        try:
            return call(*args)
        except pylibmc.NotFound:
            raise
        except (pylibmc.Error, OSError) as error:
            self._doubt()
            raise CacheAway(str(error)) from error

    def _doubt_if_slow(self, started: float) -> None:
        """A miss that took as long as a time-out may have been one: pylibmc does not tell them apart."""
        if time.perf_counter() - started > TIME_OUT_SECONDS:
            self._doubt()

    def _doubt(self) -> None:
        self.is_spoiled = True
        if self.doubts:
            watch.doubt()


@cache
def ring(addresses: tuple[str, ...]) -> "Ring":
    return Ring(addresses)


class Ring:
    """The nodes of one LOCATION. A client belongs to its thread, and to the nodes in use when it was made."""

    def __init__(self, addresses):
        self.nodes = [Node(address) for address in addresses]
        self._local = threading.local()

    def client(self, **behaviours) -> PlainClient:
        watch.start()
        in_use = [node.address for node in self.nodes if node.is_up]
        if not in_use or watch.is_in_doubt():
            raise CacheAway("No Memcached node is sure to answer.")
        if getattr(self._local, "made_for", None) != in_use:
            self._local.made_for, self._local.clients = in_use, {}
        kind = tuple(behaviours)
        made = self._local.clients.get(kind)
        if made is None or made.is_spoiled:
            made = self._local.clients[kind] = connect(in_use, **behaviours)
        return made


def connect(addresses, **behaviours) -> PlainClient:
    return PlainClient([*addresses], behaviors=settings.MEMCACHED_BEHAVIOURS | behaviours)


class Node(Server):
    def __init__(self, address):
        super().__init__(f"memcached {address}")
        self.address = address
        self._client = None

    def probe(self):
        # One that failed is asked over a new connection: libmemcached does not try an old one again for a while.
        if self._client is None or not self.is_up:
            self._client = self._connect()
        self._client.set("cache-probe", 1, 10)
        if self._client.get("cache-probe") != 1:
            raise CacheAway("No answer to a probe in time.")
        return generations.read(self._client.get(generations.KEY))

    def keep(self, generations_written):
        self._connect().set(generations.KEY, generations_written, GENERATIONS_LAST_SECONDS)

    def _connect(self) -> PlainClient:
        alone = connect([self.address])
        alone.doubts = False
        return alone
