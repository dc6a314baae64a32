"""`?flush-the-cache` and `manage.py flush_page`: one page anew in every layer, for staff; nothing for anybody else."""

import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Customer
from shop.caching import fragments, memcached, versions
from shop.caching.anew import anew
from shop.caching.backends.keys import safe

pytestmark = pytest.mark.django_db
ASKED = "/pages/about/?flush-the-cache"


class Listener(BaseHTTPRequestHandler):
    """A Varnish that takes PURGE and keeps what it was told."""

    def do_PURGE(self):
        self.server.heard.append(f"{self.headers['X-Forwarded-Proto']}://{self.headers['Host']}{self.path}")
        self.send_response(200)
        self.send_header("X-Purged", "1")
        self.end_headers()

    def log_message(self, *args):
        """Silent."""


@pytest.fixture
def heard(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    server.heard = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.VARNISH_NODES = [f"127.0.0.1:{server.server_port}"]
    yield server.heard
    server.shutdown()
    server.server_close()


@pytest.fixture
def staff():
    client = Client()
    client.force_login(
        Customer.objects.create_user(f"staff{id(client)}@example.com", "a phrase of staff", is_staff=True)
    )
    return client


@pytest.fixture
def customer():
    client = Client()
    client.force_login(Customer.objects.create_user("vera@example.com", "a customer's own phrase"))
    return client


def layers(answer) -> str:
    return answer.get("Server-Timing", "")


def test_staff_have_it_made_anew_and_see_by_whom(staff, heard):
    Client().get("/pages/about/")
    for _ in range(2):
        answer = staff.get(ASKED)
        assert 'page;desc="flushed"' in layers(answer)
        assert answer["Cache-Control"] == "private, no-store"
        assert "xkey" not in answer
    assert set(heard) == {"http://testserver/pages/about/"}


def test_all_read_what_was_made_then(staff, heard, settings):
    Client().get("/pages/about/")
    settings.SITE_NAME = "Lanterns"  # a change that no cache is told of
    assert b"Lanterns" not in Client().get("/pages/about/").content
    assert b"Lanterns" in staff.get(ASKED).content
    assert b"Lanterns" in Client().get("/pages/about/").content


def test_its_fragments_are_made_anew_too(seconds_until):
    def kept():
        return memcached.client().get(safe(memcached.stem("fragments") + one.name))

    one = fragments.Wanted(f"flush-test:{uuid.uuid4()}", lambda: "new")
    fragments.fragments([fragments.Wanted(one.name, lambda: "old")], "SHORT")
    seconds_until(lambda: kept() == "old")  # nobody waits for Memcached's answer
    assert fragments.fragments([one], "SHORT") == ["old"]
    with anew(alone=True):
        assert fragments.fragments([one], "SHORT") == [fragments.leased_fragment(one, "SHORT")] == ["new"]
    assert kept() == "old"
    with anew():
        assert fragments.leased_fragment(one, "SHORT") == "new"
    seconds_until(lambda: kept() == "new")


@pytest.mark.parametrize("path", ["/pages/about/?flush-the-cache", "/search/?q=x&flush-the-cache=1"])
def test_for_customers_and_strangers_it_means_nothing(customer, heard, settings, path):
    settings.SHOW_LAYERS = False  # a test stack shows them to everybody
    Client().get(path.replace("flush-the-cache", "utm"))
    Client().get(path)
    for client in (customer, Client()):
        client.get(path)
        answer = client.get(path)
        assert "Server-Timing" not in answer
        assert answer.wsgi_request.made.state == "hit"
        assert answer["Cache-Control"] != "private, no-store"
    assert heard == []


def test_not_when_another_site_makes_the_browser_ask(staff, heard):
    staff.get(ASKED)
    heard.clear()
    for site in ("cross-site", "same-site"):
        assert staff.get(ASKED, headers={"Sec-Fetch-Site": site}).wsgi_request.made.state == "hit"
    assert staff.head(ASKED).wsgi_request.made.state == "hit"
    assert heard == []
    assert staff.get(ASKED, headers={"Sec-Fetch-Site": "same-origin"}).wsgi_request.made.state == "flushed"


def test_no_more_often_than_a_person_clicks(staff, heard):
    states = [staff.get(ASKED).wsgi_request.made.state for _ in range(32)]
    assert states == ["flushed"] * 30 + ["hit"] * 2


def test_the_urls_own_query_is_purged_without_the_word(staff, heard):
    staff.get("/search/?flush-the-cache&q=oak%20lamp")
    assert heard == ["http://testserver/search/?q=oak%20lamp"]


def stored(path: str) -> bool:
    return versions.client().exists(versions.shell_key(versions.key_of("page", "en-USD", path))) == 1


def test_the_command_drops_all_that_is_stored_of_a_path(client, heard):
    for path in ("/search/?q=oak", "/search/?q=elm", "/search/suggest/?q=o", "/pages/about/"):
        client.get(path)
    said = StringIO()
    call_command("flush_page", "/search/", stdout=said)
    assert not stored("/search/?q=oak")
    assert not stored("/search/?q=elm")
    assert stored("/search/suggest/?q=o")
    assert stored("/pages/about/")
    assert sorted(heard) == [f"http://testserver/search/{query}" for query in ("", "?q=elm", "?q=oak")]
    assert "/search/?q=oak" in said.getvalue()


@pytest.mark.parametrize(
    "path", ["about", "//evil.example/", "http://evil.example/", "/no/such/page/", "/a b", "/\\x", "/p/%00/"]
)
def test_a_bad_path_is_said(path, heard):
    with pytest.raises(CommandError, match=r"path|address"):
        call_command("flush_page", path)
    assert heard == []


def test_a_varnish_that_does_not_answer_is_said(settings):
    settings.VARNISH_NODES = ["127.0.0.1:1"]
    with pytest.raises(CommandError, match=r"127\.0\.0\.1:1"):
        call_command("flush_page", "/pages/about/")
