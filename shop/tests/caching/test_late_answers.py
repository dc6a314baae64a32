"""An answer that comes after its time-out is never taken for the next one: nobody gets another key's value."""

import threading
import time

import pytest
from django.core.cache import caches

VALUES = {f"key{number}": f"value of key{number}" for number in range(20)}


@pytest.mark.parametrize("alias", ["sessions", "default"])
@pytest.mark.parametrize("late_seconds", [0.09, 0.1, 0.105, 0.13])
def test_each_key_has_its_own_value_or_none(servers, alias, late_seconds):
    cache = caches[alias]
    cache.set_many(VALUES, 60)
    processes = servers.memcached if alias == "default" else [servers.redis]
    for process in processes:
        process.freeze()
    threading.Timer(late_seconds, lambda: [process.thaw() for process in processes]).start()
    seen, end = [], time.monotonic() + 1
    while time.monotonic() < end:
        for key in VALUES:
            seen.append((key, cache.get(key)))
            seen += cache.get_many([key, "key3"]).items()
    assert any(value for _, value in seen)
    assert {value for key, value in seen if value not in (None, VALUES[key])} == set()
