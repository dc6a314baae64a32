"""From a committed row to everybody who holds a copy; nothing is forgotten until all have confirmed."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection

from shop.caching import versions
from shop.caching.redis import CacheAway
from shop.outbox.relay import Relay
from shop.outbox.varnish import batches

pytestmark = pytest.mark.django_db


class Listener(BaseHTTPRequestHandler):
    """A Varnish as the relay knows it: it takes PURGE, or doesn't."""

    protocol_version = "HTTP/1.1"

    def do_PURGE(self):
        self.server.heard.append(self.headers["xkey-softpurge"])
        self.server.dropped.append(self.headers["xkey-purge"])
        self.send_response(self.server.says)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        """Silent."""


@pytest.fixture
def node(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    server.heard, server.dropped, server.says = [], [], 200
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.VARNISH_NODES = [f"127.0.0.1:{server.server_port}"]
    yield server
    server.shutdown()
    server.server_close()


def note(*tags):
    with connection.cursor() as cursor:
        cursor.execute("SELECT shop_note(%s)", [list(tags)])


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shop_outbox")
        return cursor.fetchone()[0]


def version(tag) -> int:
    return int(versions.client().get(f"{versions.prefix()}v:{tag}") or 0)


@pytest.fixture(autouse=True)
def empty_outbox(db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM shop_outbox")


def test_told_to_both_and_forgotten(node):
    note("p1", "c2")
    note("p1")
    assert Relay().step()
    assert node.heard == ["p1 c2"]
    assert version("p1") == version("c2") > 0
    assert rows() == 0


def test_no_tags_no_row():
    note()
    assert rows() == 0


def test_a_node_that_does_not_confirm_is_told_again(node):
    node.says = 503
    relay = Relay()
    note("p1")
    relay.step()
    assert version("p1") > 0  # Redis does not wait for Varnish
    assert rows() == 1
    node.says = 200
    relay._again_at = 0
    relay.step()
    assert node.heard[-1] == "p1"
    assert rows() == 0


def test_who_is_back_hears_what_it_missed_with_the_next_change(node, monkeypatch):
    """The next change may come before the next try: what it confirms must not be taken for what it never heard."""
    relay = Relay()
    node.says = 503
    note("p1")
    with monkeypatch.context() as ill:
        ill.setattr(relay, "raise_versions", lambda tags: False)
        relay.step()
    node.says = 200
    relay._again_at = time.monotonic() + 60
    note("p2")
    relay.step()
    assert node.heard[-1] == "p1 p2"
    assert version("p1") == version("p2") > 0
    assert rows() == 0


def test_rows_wait_for_redis_and_varnish_does_not(node, monkeypatch):
    def away(*args):
        raise CacheAway("away")

    relay = Relay()
    with monkeypatch.context() as ill:
        ill.setattr(versions, "raise_versions", away)
        note("p1")
        relay.step()
    assert node.heard == ["p1"]
    assert rows() == 1
    relay._again_at = 0
    relay.step()
    assert version("p1") > 0
    assert rows() == 0


def test_another_relay_takes_over_what_one_left_behind(node):
    node.says = 503
    note("p1")
    Relay().step()
    node.says = 200
    assert Relay().step()
    assert rows() == 0


def test_each_purge_is_repeated(node):
    relay = Relay()
    note("p1")
    relay.step()
    assert len(relay.rebounds) == 2
    relay.rebounds = [(0.0, tags) for _at, tags in relay.rebounds]
    relay.step()
    assert node.heard == ["p1"] * 3


def test_pages_are_marked_and_holes_dropped(node):
    note("p1", "u7", "k3", "menu")
    Relay().step()
    assert node.heard == ["p1 menu", None]
    assert node.dropped == [None, "u7 k3"]


def test_versions_only_rise():
    versions.raise_versions(500, ["x"])
    versions.raise_versions(400, ["x", "y"])
    assert (version("x"), version("y")) == (500, 400)


def test_many_tags_are_several_headers():
    tags = [f"p{number}" for number in range(5000)]
    lines = list(batches(tags))
    assert " ".join(lines).split() == tags
    assert max(map(len, lines)) <= 6000
    assert len(lines) > 3
