"""The caches are real servers, and a dead one is a miss."""

import time

import pytest
from django.core.cache import caches
from django.test import override_settings

DEAD_NODES = {
    "default": {
        "BACKEND": "shop.caching.backends.memcached.TolerantMemcached",
        "LOCATION": ["127.0.0.1:9"],
        "OPTIONS": {"binary": True, "behaviors": {"connect_timeout": 100, "no_block": True, "tcp_nodelay": True}},
    },
    "sessions": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": "redis://127.0.0.1:9/0",
        "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 0.1},
    },
}


@pytest.mark.parametrize("alias", ["default", "sessions"])
def test_what_is_stored_comes_back(alias):
    cache = caches[alias]
    cache.set("a-tests-key", {"a": [1, "é"]}, 30)
    assert cache.get("a-tests-key") == {"a": [1, "é"]}
    cache.delete("a-tests-key")
    assert cache.get("a-tests-key", "gone") == "gone"


@pytest.mark.parametrize("alias", ["default", "sessions"])
def test_a_dead_server_is_a_miss(alias):
    with override_settings(CACHES=DEAD_NODES):
        cache = caches[alias]
        start = time.monotonic()
        cache.set("key", "value", 30)
        assert cache.get("key", "default") == "default"
        assert cache.get_many(["key"]) == {}
        assert time.monotonic() - start < 2
