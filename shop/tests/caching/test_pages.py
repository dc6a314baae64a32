"""The road of a shared page: found, built by one, changed, expired, without a cache server."""

import threading
import time

import pytest
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import path

from shop.caching import versions
from shop.caching.pages import TwoPassView
from shop.caching.policy import Shared
from shop.caching.redis import CacheAway
from shop.caching.tags import collect
from shop.urls import urlpatterns as ours

passes: list[str] = []


class Made(TwoPassView):
    policy = Shared("SHORT")
    parameters = True

    def first_pass(self, page, name):
        passes.append(page.get_full_path())
        if name == "slow":
            time.sleep(0.3)
        if name == "nothing":
            raise Http404
        collect(f"x{name}", "all")
        if name == "personal":
            return self.render(page, "_personal.html", {})
        if name == "roundabout":
            return HttpResponse(f"for {self.request.user}")
        return HttpResponse(f"{name} {len(passes)}")


class Named(Made):
    parameters = ("a",)


urlpatterns = [path("made/<str:name>/", Made.as_view()), path("named/<str:name>/", Named.as_view()), *ours]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def none_yet():
    passes.clear()


def test_the_second_visitor_causes_no_pass(client):
    first, second = client.get("/made/a/"), Client().get("/made/a/")
    assert first.content == second.content == b"a 1"
    assert first["xkey"] == "xa all"
    assert len(passes) == 1


def test_one_page_however_its_query_is_spelled(client):
    client.get("/made/a/?b=2&a=1")
    client.get("/made/a/?a=1&b=2")
    client.get("/made/a/?b=2&a=1&flush-the-cache=1")
    client.head("/made/a/?a=1&b=2")
    assert passes == ["/made/a/?a=1&b=2"]


def test_what_a_page_does_not_read_makes_no_second_one(client):
    client.get("/named/a/?a=1&new=1")
    client.get("/named/a/?flush-the-cache&new=2&a=1")
    assert passes == ["/named/a/?a=1"]


@pytest.mark.parametrize(("tag", "new"), [("xa", True), ("all", True), ("xb", False)])
def test_valid_until_a_tag_of_its_own_changes(client, tag, new, primary_guard):
    client.get("/made/a/")
    here = primary_guard.nodes.replicas[0]
    versions.raise_versions(here.position, [tag])
    here.position += 1
    assert client.get("/made/a/").content == (b"a 2" if new else b"a 1")
    assert client.get("/made/a/").content == (b"a 2" if new else b"a 1")


def test_what_was_read_before_a_change_is_not_kept(client, primary_guard):
    """The fill race: the change is told while the page is being made of older rows."""
    here = primary_guard.nodes.replicas[0]

    class Racing(Made):
        def first_pass(self, page, name):
            answer = super().first_pass(page, name)
            versions.raise_versions(here.position, ["all"])
            return answer

    from django.test import RequestFactory

    request = RequestFactory().get("/made/a/")
    request.resolver_match = None
    with primary_guard.watch("/made/a/"):
        racing = Racing.as_view()(request, name="a")
    assert racing["Surrogate-Control"] == "max-age=0"  # nor does Varnish keep it
    here.position += 1
    assert client.get("/made/a/").content == b"a 2"


def test_two_hundred_at_once_make_one_pass(django_db_blocker):
    answers = []

    def ask():
        with django_db_blocker.unblock():
            answers.append(Client().get("/made/slow/").content)

    threads = [threading.Thread(target=ask) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) == {b"slow 1"}
    assert len(passes) == 1


def test_a_lease_whose_holder_died_runs_out(client, monkeypatch):
    monkeypatch.setattr(versions, "LEASE_MS", 300)
    key = versions.key_of("page", "en-USD", "/made/a/")
    assert versions.look_up(key, "dead", time.time()).lease
    started = time.monotonic()
    assert client.get("/made/a/").content == b"a 1"
    assert 0.2 < time.monotonic() - started < 2


def test_without_an_epoch_nothing_is_stored_and_nobody_waits(client):
    """No relay has ever run, or Redis was wiped and none runs yet: a page could not be told to be old."""
    versions.client().delete(versions.prefix() + "epoch")
    key = versions.key_of("page", "en-USD", "/made/a/")
    assert versions.look_up(key, "one", time.time()).lease
    assert versions.look_up(key, "another", time.time()).lease
    assert client.get("/made/a/").content == b"a 1"
    assert client.get("/made/a/").content == b"a 2"


def test_a_page_begun_in_an_epoch_that_is_over_is_not_kept(client, primary_guard):
    """What was told while it was made was lost with that epoch."""
    here = primary_guard.nodes.replicas[0]

    def lose_versions():
        here.position += 10
        versions.run(versions.EPOCH, [], "another server", "another-epoch", here.position - 5)

    really = versions.store

    def store(*args):
        lose_versions()
        return really(*args)

    versions.store = store
    try:
        client.get("/made/a/")
    finally:
        versions.store = really
    assert client.get("/made/a/").content == client.get("/made/a/").content == b"a 2"


def test_a_page_that_is_not_there_is_not_kept_nor_its_lease(client):
    started = time.monotonic()
    for _ in range(3):
        assert client.get("/made/nothing/").status_code == 404
    assert time.monotonic() - started < 1
    assert len(passes) == 3


def test_without_redis_each_is_made_and_kept_for_a_second(client, monkeypatch):
    def away(*args):
        raise CacheAway("away")

    monkeypatch.setattr(versions, "run", away)
    assert client.get("/made/a/")["Surrogate-Control"] == "max-age=1"
    assert client.get("/made/a/").content == b"a 2"


def test_half_of_it_evicted_is_a_miss(client):
    client.get("/made/a/")
    versions.client().delete(versions.shell_key(versions.key_of("page", "en-USD", "/made/a/")) + ":bytes")
    assert client.get("/made/a/").content == b"a 2"
    assert client.get("/made/a/").content == b"a 2"


def test_garbage_in_the_cache_is_a_miss(client):
    client.get("/made/a/")
    key = versions.shell_key(versions.key_of("page", "en-USD", "/made/a/"))
    versions.client().set(f"{key}:bytes", b"\x80\x04rubbish", px=60_000)
    assert client.get("/made/a/").content == b"a 2"
    versions.client().set(key, b"no line at all", px=60_000)
    assert client.get("/made/a/").status_code == 200


def test_a_broken_seal_is_an_error_in_tests_and_uncached_in_production(client, settings):
    with pytest.raises(RuntimeError, match="cart_badge"):
        client.get("/made/personal/")
    settings.SEAL_RAISES = False
    answer = client.get("/made/personal/")
    assert answer["Cache-Control"] == "private, no-store"
    assert "xkey" not in answer
    assert b"Log in" in answer.content


def test_no_way_round_the_seal_by_the_views_own_request(client, settings):
    with pytest.raises(RuntimeError, match=r"request.user is one visitor's own"):
        client.get("/made/roundabout/")
    settings.SEAL_RAISES = False
    answer = client.get("/made/roundabout/")
    assert answer.content == b"for AnonymousUser"
    assert answer["Cache-Control"] == "private, no-store"
