"""A Memcached node dead or frozen: only its own keys are misses, and only once; both frozen: all are, for nothing."""

import time

import pytest
from django.core.cache import caches

from shop.caching.memcached import CacheAway, client, connect

VALUES = {f"key{number}": "value" for number in range(60)}
FAULTS = {
    "frozen": (lambda node: node.freeze(), lambda node: node.thaw()),
    "dead": (lambda node: node.kill(), lambda node: node.start()),
    "blackholed": (lambda node: node.swallow(), lambda node: node.start()),
}


@pytest.fixture(params=FAULTS)
def fault(request):
    return FAULTS[request.param]


def test_costs_one_time_out_and_moves_only_its_own_keys(servers, watched, fault, seconds_until):
    cache = caches["default"]
    cache.clear()
    assert cache.set_many(VALUES, 60) == []
    keys = [cache.make_key(key) for key in VALUES]
    on = [set(connect([node]).get_multi(keys)) for node in servers.nodes]
    assert all(on)  # each has a share
    hurt, heal = fault
    hurt(servers.memcached[1])
    started = time.monotonic()
    for _ in range(20):
        cache.get_many(VALUES)
        cache.get("key1")
        cache.set("key2", "value", 60)
    assert time.monotonic() - started < 0.35
    seconds_until(lambda: not watched(1).is_up)
    seconds_until(lambda: on[0] | on[2] <= {cache.make_key(key) for key in cache.get_many(VALUES)})
    seconds_until(lambda: cache.set_many(VALUES, 60) == [])
    assert cache.get_many(VALUES) == VALUES
    assert len(connect([servers.nodes[0]]).get_multi(keys)) > len(on[0])
    heal(servers.memcached[1])
    seconds_until(lambda: watched(1).is_up)
    seconds_until(lambda: cache.set_many(VALUES, 60) == [])
    assert cache.get_many(VALUES) == VALUES


def test_all_frozen_cost_a_time_out_and_then_nothing(servers, watched, seconds_until):
    cache = caches["default"]
    cache.set("key", "value", 60)
    for node in servers.memcached:
        node.freeze()
    started = time.monotonic()
    for _ in range(20):
        cache.get_many(VALUES)
        cache.get("key-never-set")
        cache.add("key", "value")
    assert time.monotonic() - started < 0.35
    seconds_until(lambda: not any(watched(number).is_up for number in range(3)))
    with pytest.raises(CacheAway):
        client()
    for node in servers.memcached:
        node.thaw()
    seconds_until(lambda: all(watched(number).is_up for number in range(3)))
    seconds_until(lambda: cache.add("another key", "value", 1))


def test_a_bump_that_a_dead_node_misses_makes_no_other_node_miss(servers, watched, seconds_until):
    cache = caches["default"]
    cache.set("key", "value", 60)
    servers.memcached[1].kill()
    seconds_until(lambda: not watched(1).is_up)
    for _ in range(20):
        cache.clear()
        assert cache.set_many(VALUES, 60) == []
