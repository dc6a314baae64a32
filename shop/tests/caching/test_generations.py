"""bump_cache drops one logical cache in every process, and no server forgets that it did."""

import os
import subprocess
import sys

import pylibmc
import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import CommandError, call_command
from redis import Redis

from shop.caching.backends import generations
from shop.caching.memcached import connect
from shop.caching.redis import stem

KEPT = {"default": "value", "pages": "value", "sessions": "value"}


def bump_elsewhere(servers, name):
    ours = {"REDIS_URL": servers.redis_url, "MEMCACHED_NODES": ",".join(servers.nodes)}
    return subprocess.run(
        [sys.executable, "manage.py", "bump_cache", name],
        env=os.environ | ours | {"DJANGO_SETTINGS_MODULE": "settings.test"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def kept(servers):
    """Do Redis and the first Memcached node hold what this process knows? Over connections of our own."""
    held = [Redis.from_url(servers.redis_url).get(generations.KEY), connect(servers.nodes[:1]).get(generations.KEY)]
    return [generations.read(one) for one in held] == [generations.known()] * 2


def found():
    return {alias: caches[alias].get("key") for alias in (*KEPT, "fragments")}


@pytest.fixture
def filled(servers):
    for alias in (*KEPT, "fragments"):
        caches[alias].set("key", "value", 60)
    assert found() == KEPT | {"fragments": "value"}


def test_another_process_drops_one_cache_here(servers, filled, seconds_until):
    before = stem("fragments")
    run = bump_elsewhere(servers, "fragments")
    assert run.returncode == 0, run.stderr
    assert seconds_until(lambda: stem("fragments") != before) < 1
    assert found() == KEPT | {"fragments": None}


def test_it_holds_with_redis_away_and_after(servers, filled, watched, seconds_until):
    servers.redis.freeze()
    call_command("bump_cache", "data")
    servers.redis.thaw()
    seconds_until(lambda: watched("redis").is_up)
    assert found()["default"] is None
    seconds_until(lambda: kept(servers))


def test_a_wiped_server_is_told_again(servers, filled, watched, seconds_until):
    call_command("bump_cache", "pages")
    servers.cli("flushall")
    servers.memcached[0].kill()
    servers.memcached[0].start()
    seconds_until(lambda: watched(0).is_up and kept(servers))


@pytest.mark.parametrize("planted", ["garbage", "[1]", '{"pages": "x"}', "7"])
def test_what_somebody_else_put_there_is_replaced(servers, seconds_until, planted):
    call_command("bump_cache", "pages")
    redis = Redis.from_url(servers.redis_url)
    redis.delete(generations.KEY)
    redis.lpush(generations.KEY, planted)
    pylibmc.Client(servers.nodes[:1]).set(generations.KEY, planted)
    seconds_until(lambda: redis.type(generations.KEY) == b"string" and kept(servers))


def test_with_no_server_it_says_so(servers):
    for one in servers.all:
        one.kill()
    run = bump_elsewhere(servers, "pages")
    assert run.returncode == 1
    assert "No cache server answers" in run.stderr


def test_clear_drops_the_one_cache(servers, filled):
    caches["pages"].clear()
    assert found() == KEPT | {"pages": None, "fragments": "value"}


def test_names_are_those_of_the_settings(servers):
    with pytest.raises(CommandError):
        call_command("bump_cache", "everything")
