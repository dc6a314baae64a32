"""Redis refused, frozen, read-only, full, wiped: at most one short time-out, then nothing; back within two seconds."""

import logging
import time

import pytest
from django.core.cache import caches

from shop.caching.redis import CacheAway, client
from shop.sessions import SessionStore

FAULTS = {
    "frozen": (lambda own: own.redis.freeze(), lambda own: own.redis.thaw()),
    "dead": (lambda own: own.redis.kill(), lambda own: own.redis.start()),
    "blackholed": (lambda own: own.redis.swallow(), lambda own: own.redis.start()),
    "read-only": (lambda own: own.cli("replicaof", "127.0.0.1", "1"), lambda own: own.cli("replicaof", "no", "one")),
    "full": (lambda own: own.fill(1), lambda own: own.fill(0)),
}


@pytest.fixture(params=FAULTS)
def fault(request):
    return FAULTS[request.param]


def test_costs_one_time_out_and_heals_alone(servers, watched, fault, caplog, seconds_until):
    """The visitor sees a page: every call answers with a miss."""
    cache = caches["pages"]
    assert cache.set("key", "value", 60)
    caplog.set_level(logging.INFO, "shop.caching")
    hurt, heal = fault
    hurt(servers)
    started = time.monotonic()
    for number in range(20):
        cache.set(f"key{number}", "value", 60)
        cache.add("key", "value")
        cache.get_many(["key", "other"])
        assert cache.get("key-never-set", "a miss") == "a miss"
        cache.delete("other")
    assert time.monotonic() - started < 0.35  # three time-outs, and a busy machine
    with pytest.raises(CacheAway):
        client().get("key")
    with pytest.raises(CacheAway):
        client().pipeline().get("key").execute()
    time.sleep(1)
    assert len([one for one in caplog.records if str(servers.redis.port) in one.message]) == 1
    heal(servers)
    seconds_until(lambda: watched("redis").is_up)
    assert cache.set("key", "value", 60)
    assert client().ping()


def test_a_wiped_redis_is_a_miss(servers):
    caches["pages"].set("key", "value", 60)
    script = client().register_script("return 7")
    assert script() == 7
    servers.cli("flushall")
    servers.cli("script", "flush")
    assert caches["pages"].get("key", "a miss") == "a miss"
    assert script() == 7


def test_an_odd_call_does_not_take_the_server_away(servers, watched):
    client().lpush("list", 1)
    with pytest.raises(CacheAway, match="WRONGTYPE"):
        client().get("list")
    assert watched("redis").is_up


@pytest.mark.django_db
def test_sessions_go_on_from_the_database(servers, watched, seconds_until):
    session = SessionStore()
    session["basket"] = 3
    session.save()
    servers.redis.freeze()
    assert SessionStore(session.session_key)["basket"] == 3
    SessionStore(session.session_key).delete()  # logs out, and Redis does not hear of it
    servers.redis.thaw()
    seconds_until(lambda: watched("redis").is_up)
    assert "basket" not in SessionStore(session.session_key)
