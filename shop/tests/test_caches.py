"""The caches are real servers, and a dead one is a miss."""

import time

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import override_settings

ALIASES = ["default", "fragments", "pages", "ratelimit", "sessions"]
DEAD = {"redis": "redis://127.0.0.1:9/0", "memcached": ["127.0.0.1:9", "127.0.0.1:10"]}


@pytest.mark.parametrize("alias", ALIASES)
def test_what_is_stored_comes_back(alias):
    cache = caches[alias]
    cache.set("a-tests-key", {"a": [1, "é"]}, 30)
    assert cache.get("a-tests-key") == {"a": [1, "é"]}
    cache.delete("a-tests-key")
    assert cache.get("a-tests-key", "gone") == "gone"


@pytest.mark.parametrize("alias", ALIASES)
def test_a_dead_server_is_a_miss(alias):
    kind = settings.CACHES[alias]["BACKEND"].split(".")[-2]
    with override_settings(CACHES=settings.CACHES | {alias: settings.CACHES[alias] | {"LOCATION": DEAD[kind]}}):
        cache = caches[alias]
        start = time.monotonic()
        cache.set("key", "value", 30)
        assert cache.get("key", "default") == "default"
        assert cache.get_many(["key"]) == {}
        assert time.monotonic() - start < 0.3
