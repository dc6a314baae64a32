"""A list page of 24 cards: what it asks of the database and of the cache servers, by what is still there of it.

The shell: Redis once, for the page, its holes and all their tags' versions.
Its data and cards alone: Memcached once, for all cards (the data lies in the process); Redis five times: the page is
missing, the versions of the category's tags, of its list's, of the cards' products', the page stored. No query.
"""

import uuid
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client

from shop.caching import memcached, versions
from shop.caching.backends import server as registry
from shop.caching.fragments import counts
from shop.tests.caching.counting_proxy import CountingProxy

pytestmark = pytest.mark.django_db
LIST = "/c/kitchen/"
TRIES = 20  # now and then the watch's probe comes between


@pytest.fixture
def proxies(settings):
    """The same servers, behind something that counts: Redis, and one Memcached node."""
    known_before = set(registry.servers)
    where = urlsplit(django_settings.REDIS_URL)
    redis = CountingProxy(where.port)
    node = CountingProxy(int(django_settings.MEMCACHED_NODES[0].rpartition(":")[2]))
    through = {"redis": f"redis://{redis.address}{where.path}", "memcached": [node.address]}
    settings.CACHES = {
        name: cache | {"LOCATION": through["redis" if "redis" in cache["BACKEND"] else "memcached"]}
        for name, cache in django_settings.CACHES.items()
    }
    yield redis, node
    for one in (redis, node):
        one.listener.close()
    for name in registry.servers.keys() - known_before:
        registry.servers.pop(name)
    memcached.ring.cache_clear()


@pytest.fixture
def asked(proxies, django_assert_num_queries):
    """asked(client) → the fewest round trips to Redis and to Memcached that the list took, without any query."""

    def count(client, prepare=lambda: None):
        client.get(LIST)
        seen = []
        for _ in range(TRIES):
            prepare()
            before = [one.round_trips for one in proxies]
            with django_assert_num_queries(0):
                assert client.get(LIST).content.count(b"<article") == 24
            seen.append([one.round_trips - earlier for one, earlier in zip(proxies, before, strict=True)])
        return [min(trips) for trips in zip(*seen, strict=True)]

    return count


def test_a_hit_is_one_round_trip_for_any_visitor(asked, make_shop, django_user_model):
    products = make_shop(24)
    assert asked(Client()) == [1, 0]
    shopper = Client()
    shopper.force_login(django_user_model.objects.create_user("vera@example.com", "x" * 12, name="Vera Long"))
    shopper.post("/cart/add/", {"variant": products[0].variants.first().pk}, headers={"Sec-Fetch-Site": "same-origin"})
    assert asked(shopper) == [1, 0]
    page = shopper.get(LIST).content.decode()
    assert "Vera" in page and '"badge">1<' in page


def test_cards_and_data_without_the_shell(asked, make_shop, monkeypatch):
    def lose_page():
        now = uuid.uuid4().hex
        monkeypatch.setattr(versions, "shell_key", lambda key: f"{versions.prefix()}{now}:{key}")

    make_shop(24)
    assert asked(Client(), prepare=lose_page) == [5, 1]
    assert str(counts()) == "24/24"
