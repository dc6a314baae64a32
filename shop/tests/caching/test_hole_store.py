"""A visitor's filled holes: kept, found by that visitor alone, and never older than their tags or their own writes."""

import pytest
from django.conf import settings
from django.core.signing import Signer
from django.test import Client

from accounts.models import Customer
from shop.caching import hole_store, versions

pytestmark = pytest.mark.django_db
PAGE = "/pages/about/"


@pytest.fixture
def vera():
    return Customer.objects.create_user("vera@example.com", "x" * 12, name="Vera Long")


@pytest.fixture
def hers(vera):
    """Her browser, after a first page."""
    client = Client()
    client.force_login(vera)
    assert "Vera" in shown(client)
    return client


def shown(client) -> str:
    return client.get(PAGE).content.decode()


def test_her_next_page_asks_neither_session_nor_database(hers, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(settings, "SESSION_ENGINE", "nowhere")
    redis, asked = type(versions.client()), []
    ask, one_by_one = redis.ask, redis.execute_command
    monkeypatch.setattr(redis, "ask", lambda self, *commands: asked.append(commands[0][0]) or ask(self, *commands))
    monkeypatch.setattr(redis, "execute_command", lambda self, *words: asked.append(words) or one_by_one(self, *words))
    with django_assert_num_queries(0):
        assert "Vera" in shown(hers)
    assert asked == ["EVALSHA"]


def test_a_change_from_elsewhere_is_shown_when_it_is_told(hers, vera, relay):
    Customer.objects.filter(pk=vera.pk).update(name="Wilma Long")
    relay()
    assert "Wilma" in shown(hers)
    assert "Wilma" in shown(hers)


def test_her_own_change_is_shown_at_once(hers, vera):
    """The relay has not told of it yet; but her write has given her another pin."""
    Customer.objects.filter(pk=vera.pk).update(name="Wilma Long")
    assert "Vera" in shown(hers)
    hers.cookies["pin"] = Signer(salt="shop.db.pin").sign("2")
    assert "Wilma" in shown(hers)


def test_what_was_read_before_a_change_is_not_kept(hers, vera, primary_guard, monkeypatch):
    here = primary_guard.nodes.replicas[0]
    reads = hole_store.holes.registry["personal"].reads

    def racing(request):
        found = reads(request)
        versions.raise_versions(here.position, found)
        return found

    hers.cookies["pin"] = Signer(salt="shop.db.pin").sign("2")  # a hole that is not there yet
    monkeypatch.setattr(hole_store.holes.registry["personal"], "reads", racing)
    assert "Vera" in shown(hers)
    monkeypatch.undo()
    here.position += 1
    Customer.objects.filter(pk=vera.pk).update(name="Wilma Long")
    assert "Wilma" in shown(hers)


@pytest.mark.parametrize("rubbish", [b"", b"\x80\x04rubbish", b"{}\n", b"[]\nVera"])
def test_garbage_is_a_miss(hers, rubbish):
    redis = versions.client()
    kept = [key for key in redis.keys(f"{versions.prefix()}*hole*") if key.endswith(b":bytes")]
    assert kept
    for key in kept:
        redis.set(key, rubbish, px=60_000)
    assert "Vera" in shown(hers)
    assert "Vera" in hers.get("/_hole/personal/en-USD/").content.decode()


def test_nobody_else_finds_it(hers):
    for cookies in ({}, {"sessionid": "a" * 32}, {"pin": "1"}, {"sessionid": ""}):
        other = Client()
        for name, value in cookies.items():
            other.cookies[name] = value
        assert "Vera" not in shown(other)
        assert "Vera" not in shown(other)


@pytest.mark.reads_primary("a session that has lost its right is deleted")
def test_her_password_changed_elsewhere_ends_it(hers, vera, relay):
    vera.set_password("y" * 12)
    vera.save()
    relay()
    assert "Vera" not in shown(hers)


def test_the_one_for_all_is_nobodys(client, monkeypatch):
    """Whoever was the first to ask for it: no session, but other cookies, a path, an address."""
    seen = []
    monkeypatch.setattr(hole_store, "_for_everybody", {})
    personal = hole_store.holes.registry["personal"]
    monkeypatch.setattr(personal, "context", lambda request: seen.append(request) or {})
    client.cookies["csrftoken"] = client.cookies["messages"] = "c" * 32
    assert "Log in" in client.get(f"{PAGE}?q=mine", HTTP_X_FORWARDED_FOR="192.0.2.7").content.decode()
    assert "Log in" in shown(Client())
    [request] = seen
    assert not request.COOKIES
    assert not request.META
    assert not request.GET
