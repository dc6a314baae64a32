"""Whoever can write to a cache server must not run anything here, nor break a page."""

import os
import pickle
from pathlib import Path

import pylibmc
import pytest
from django.core.cache import caches
from redis import Redis

ALIASES = {"redis": "sessions", "memcached": "default"}


class Canary:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (Path.touch, (self.path,))


@pytest.fixture
def plant(servers):
    """plant("redis", key, bytes): past our own code, under the very key that it asks for."""

    def put(kind, key, stored):
        real_key = caches[ALIASES[kind]].make_key(key)
        if kind == "redis":
            Redis.from_url(servers.redis_url).set(str(real_key), stored)
        else:
            behaviours = {"ketama": True}
            assert pylibmc.Client(servers.nodes, behaviors=behaviours).set(str(real_key), stored)

    return put


@pytest.mark.parametrize("kind", ALIASES)
def test_a_planted_pickle_never_runs(plant, tmp_path, kind):
    canary = Canary(tmp_path / "ran")
    plant(
        kind, "key", canary if kind == "memcached" else pickle.dumps(canary)
    )  # pylibmc pickles by itself, and flags it
    cache = caches[ALIASES[kind]]
    assert cache.get("key", "a miss") == "a miss"
    assert cache.get_many(["key"]) == {}
    assert not canary.path.exists()
    pickle.loads(pickle.dumps(canary))
    assert canary.path.exists()  # it would have run


@pytest.mark.parametrize("kind", ALIASES)
@pytest.mark.parametrize("stored", [b"garbage", b"\x01j{", b"\x01Tnot-zlib", b"\x09t9"])
def test_garbage_is_a_miss_and_can_be_replaced(plant, kind, stored, seconds_until):
    cache = caches[ALIASES[kind]]
    plant(kind, "key", stored)
    assert cache.get("key", "a miss") == "a miss"
    seconds_until(lambda: cache.set("key", "ours", 60) or cache.get("key") == "ours")


def test_beside_garbage_the_others_are_found(plant, seconds_until):
    cache, good = caches["default"], {"a": 1, "b": "2"}
    plant("memcached", "odd", b"garbage")
    seconds_until(lambda: cache.set_many(good) or cache.get_many(["a", "b", "odd"]) == good)


@pytest.mark.parametrize("kind", ALIASES)
@pytest.mark.parametrize("key", ["a b", "a\r\nset x 0 0 1\r\n1", "x" * 300, "é", "\udc80", ""])
def test_any_key_is_safe(servers, kind, key, seconds_until):
    cache = caches[ALIASES[kind]]
    seconds_until(lambda: cache.set(key, "value", 60) or cache.get(key) == "value")
    assert cache.get("x", "none") == "none"
    cache.delete(key)


@pytest.mark.parametrize("kind", ALIASES)
def test_too_big_a_value_is_not_kept_nor_the_old_one(servers, kind, seconds_until):
    cache, big = caches[ALIASES[kind]], os.urandom(1_100_000)
    cache.set("key", "old", 60)
    cache.set("key", big, 60)
    assert cache.get("key", "a miss") == "a miss"
    both = {"key": big, "other": "small"}
    seconds_until(lambda: (cache.set_many(both, 60), cache.get_many(both))[1] == {"other": "small"})
    assert not cache.add("key", big, 60)
