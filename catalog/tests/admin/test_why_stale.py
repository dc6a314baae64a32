"""In the admin, "Why is this stale?": what waits, who has heard, whom it is shown to."""

import time

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Customer
from catalog.models import Product
from shop.outbox import record

pytestmark = pytest.mark.reads_primary("the outbox of this moment, not a replica's")


def address(thing) -> str:
    return reverse(f"admin:catalog_{thing._meta.model_name}_stale", args=[thing.pk])


def rename(tee):
    Product.objects.filter(pk=tee.pk).update(title=f"Renamed {time.time_ns()}")


def test_it_follows_a_change_from_the_outbox_to_redis(editor, tee, relay):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM shop_outbox")
    own = f"p{tee.pk}"
    assert editor.get(address(tee)).context["tags"][0].name == own
    rename(tee)
    seen = editor.get(address(tee)).context
    assert seen["is_waiting"]
    assert seen["tags"][0].waiting_since is not None
    relay()
    seen = editor.get(address(tee)).context
    assert not seen["is_waiting"]
    assert seen["unheard_by"] == []
    assert set(seen["tags"][0].heard) == {"relay", "redis"}
    assert seen["tags"][0].heard["relay"] <= seen["tags"][0].heard["redis"]


def test_who_has_not_confirmed_is_named(editor, tee, relay, settings):
    rename(tee)
    relay()
    settings.VARNISH_NODES = ["192.0.2.7:6081"]
    answer = editor.get(address(tee))
    assert answer.context["unheard_by"] == ["192.0.2.7:6081"]
    assert "192.0.2.7:6081 has not confirmed" in answer.content.decode()


def test_both_screens_lead_to_it(editor, tee, tops):
    tops.refresh_from_db()  # its path is the database's doing
    for thing in (tee, tops):
        screen = reverse(f"admin:catalog_{thing._meta.model_name}_change", args=[thing.pk])
        assert address(thing) in editor.get(screen).content.decode()
        answer = editor.get(address(thing))
        assert answer.status_code == 200
        assert f"{reverse('trace')}?url={thing.get_absolute_url()}" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]


def test_without_redis_it_says_so(editor, tee, monkeypatch):
    def away(tags):
        raise record.CacheAway("away")

    monkeypatch.setattr("shop.caching.versions.read", away)
    assert "Redis does not answer" in editor.get(address(tee)).content.decode()


def test_for_those_who_may_see_the_product(tee):
    customer, packer = (
        Customer.objects.create_user(f"{name}@example.com", "somebody's own phrase", is_staff=name == "packer")
        for name in ("vera", "packer")
    )
    for who, status in ((None, 302), (customer, 302), (packer, 403)):
        client = Client()
        if who:
            client.force_login(who)
        assert client.get(address(tee)).status_code == status


def test_one_that_is_not_there(editor, tee):
    assert editor.get(address(tee).replace(str(tee.pk), "99999999")).status_code == 404
    assert editor.get(address(tee).replace(str(tee.pk), "x")).status_code == 404
