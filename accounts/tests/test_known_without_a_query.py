"""A signed-in customer is known without a query, on private pages, too; and never by what was true a second ago."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Customer
from shop.caching import own, versions
from shop.caching.redis import CacheAway
from shop.caching.redis import client as redis

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough pass phrase"
NEW_PASSWORD = "another long pass phrase"
ACCOUNT = "/account/"


@pytest.fixture
def ann():
    return Customer.objects.create_user("ann@example.com", PASSWORD, name="Ann Lee")


@pytest.fixture
def signed_in(ann):
    """A device on which she is signed in, and known."""

    def device():
        browser = Client()
        browser.force_login(ann)
        assert "Ann" in known_as(browser)
        return browser

    return device


def known_as(browser) -> str:
    """Whom a private page takes the visitor for."""
    return getattr(browser.get(ACCOUNT).wsgi_request.user, "name", "")


def asked(read) -> list[str]:
    """The tables that it asks for people and sessions, but for the account page's own form."""
    with CaptureQueriesContext(connection) as captured:
        read()
    found = [table for query in captured for table in ("accounts_customer", "django_session") if table in query["sql"]]
    return found[:-1]


def test_no_query_on_a_private_page(signed_in):
    browser = signed_in()
    assert asked(lambda: known_as(browser)) == []


def test_none_at_all_on_a_shared_page(signed_in, django_assert_num_queries):
    browser = signed_in()
    browser.get("/pages/about/")
    with django_assert_num_queries(0):
        assert "Ann" in browser.get("/pages/about/").content.decode()


def test_her_own_change_shows_on_the_very_next_page(signed_in):
    """No relay has told: her pin says how far what she sees must reach."""
    browser = signed_in()
    for name in ("Bea Lee", "Cea Lee"):
        browser.post(ACCOUNT, {"name": name, "email": "ann@example.com"})
        assert name.split()[0] in known_as(browser)
        assert name.split()[0] in known_as(browser)


@pytest.mark.parametrize("way", ["save", "update", "raw"])
def test_a_change_from_elsewhere_shows_when_the_relay_has_told(signed_in, ann, relay, way):
    browser = signed_in()
    if way == "save":
        ann.name = "Dea Lee"
        ann.save()
    elif way == "update":
        Customer.objects.update(name="Dea Lee")
    else:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_customer SET name = 'Dea Lee'")
    relay()
    assert "Dea" in known_as(browser)


@pytest.mark.reads_primary("deletes the session that has ended")
def test_a_changed_password_ends_the_sessions_on_other_devices(signed_in, monkeypatch):
    here, there = signed_in(), signed_in()
    fields = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    here.post(reverse("accounts:password_change"), fields)
    assert here.get(ACCOUNT).status_code == 200
    assert there.get(ACCOUNT).status_code == 302


@pytest.mark.parametrize("change", ["password", "out everywhere"])
def test_what_ends_sessions_elsewhere_is_told_like_a_name(signed_in, ann, relay, change):
    """What ends a session is the row's own; the relay tells of it."""
    browser = signed_in()
    if change == "password":
        ann.set_password(NEW_PASSWORD)
        ann.save()
    else:
        ann.end_sessions()
    relay()
    known = own.read(f"{own.stem('sessions')}customer:u{ann.pk}", f"u{ann.pk}")
    assert known[2] >= known[3].position  # refused from now on
    with pytest.raises(AssertionError, match="touched the primary"):  # where the ended session is deleted
        known_as(browser)


@pytest.mark.parametrize("column", ["is_active", "is_staff"])
def test_who_may_no_longer_is_out_when_the_relay_has_told(signed_in, ann, relay, column):
    Customer.objects.update(is_staff=True)
    browser = signed_in()
    relay()
    assert browser.get("/admin-test/").status_code == 200
    Customer.objects.update(**{column: False})
    relay()
    assert browser.get("/admin-test/").status_code == 302


def test_who_was_deleted_is_out(signed_in, ann, relay):
    browser = signed_in()
    ann.delete()
    relay()
    assert "Ann" not in known_as(browser)


def test_no_password_leaves_the_database(signed_in, ann):
    signed_in()
    kept = [redis().get(key) or b"" for key in redis().scan_iter(f"*customer:u{ann.pk}")]
    assert len(kept) == 1
    assert b"Ann Lee" in kept[0]
    assert ann.password.encode() not in kept[0] and ann.password.split("$")[-1].encode() not in kept[0]


def test_what_was_not_kept_is_fetched_when_asked_for(signed_in, ann, rf, django_assert_num_queries):
    browser = signed_in()
    customer = browser.get(ACCOUNT).wsgi_request.user
    assert "password" in customer.get_deferred_fields()
    with django_assert_num_queries(1):
        assert customer.check_password(PASSWORD)
    assert customer.get_session_auth_hash() == ann.get_session_auth_hash()
    customer.set_password(NEW_PASSWORD)
    assert customer.get_session_auth_hash() != ann.get_session_auth_hash()


def test_without_redis_the_database_is_asked(signed_in, monkeypatch):
    browser = signed_in()

    def away(*args):
        raise CacheAway("away")

    monkeypatch.setattr(own, "read", away)
    assert asked(lambda: known_as(browser)).count("accounts_customer") == 1


def test_another_epoch_is_a_miss(signed_in):
    browser = signed_in()
    versions.run(versions.EPOCH, [], "another server", "another-epoch", 0)
    Customer.objects.update(name="Dea Lee")
    assert "Dea" in known_as(browser)
