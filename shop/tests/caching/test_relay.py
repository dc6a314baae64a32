"""From a committed row to everybody who holds a copy; nothing is forgotten until all have confirmed."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection

from shop.caching import versions
from shop.caching.redis import CacheAway
from shop.caching.tags import PARENTS
from shop.outbox.relay import Relay
from shop.outbox.varnish import batches

pytestmark = pytest.mark.django_db
PATIENCE_SECONDS = 10


class Listener(BaseHTTPRequestHandler):
    """A Varnish as the relay knows it: it takes PURGE, or doesn't."""

    protocol_version = "HTTP/1.1"

    def do_PURGE(self):
        self.server.answers.wait()
        self.server.heard.append(self.headers["xkey-softpurge"])
        self.server.dropped.append(self.headers["xkey-purge"])
        self.send_response(self.server.says)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        """Silent."""


class Node(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Listener)
        self.heard, self.dropped, self.says = [], [], 200
        self.answers = threading.Event()
        self.answers.set()
        self.address = f"127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def close(self):
        self.answers.set()
        self.shutdown()
        self.server_close()


@pytest.fixture
def node(settings):
    node = Node()
    settings.VARNISH_NODES = [node.address]
    yield node
    node.close()


@pytest.fixture
def other(node, settings):
    other = Node()
    settings.VARNISH_NODES = [*settings.VARNISH_NODES, other.address]
    yield other
    other.close()


def note(*tags):
    with connection.cursor() as cursor:
        cursor.execute("SELECT shop_note(%s)", [list(tags)])


def rows() -> int:
    """That have still to be told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shop_outbox WHERE told_at IS NULL")
        return cursor.fetchone()[0]


def until(relay: Relay, condition) -> None:
    """The relay works until this is so."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        relay.step()
        time.sleep(0.005)


def words(node: Node) -> set[str]:
    return set(" ".join(node.heard).split())


def version(tag) -> int:
    return int(versions.client().get(f"{versions.prefix()}v:{tag}") or 0)


@pytest.fixture(autouse=True)
def empty_outbox(db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM shop_outbox")


@pytest.fixture
def redis_away(monkeypatch):
    """Call it to bring Redis back."""

    def away(*args):
        raise CacheAway("away")

    ill = pytest.MonkeyPatch()
    ill.setattr(versions, "raise_versions", away)
    yield ill.undo
    ill.undo()


def test_told_to_both_and_forgotten(node):
    note("p1", "c2")
    note("p1")
    relay = Relay()
    assert relay.step()
    assert version("p1") == version("c2") > 0
    until(relay, lambda: rows() == 0)
    assert node.heard == ["p1 c2 p~1 c~2"]


def test_no_tags_no_row():
    note()
    assert rows() == 0


def test_a_node_that_does_not_confirm_is_told_again(node):
    node.says = 503
    relay = Relay()
    note("p1")
    until(relay, lambda: len(node.heard) >= 2)
    assert version("p1") > 0  # Redis does not wait for Varnish
    assert rows() == 1
    node.says = 200
    until(relay, lambda: rows() == 0)


def test_who_is_back_hears_what_it_missed_with_the_next_change(node, redis_away):
    """The next change may come before the next try: what it confirms must not be taken for what it never heard."""
    relay = Relay()
    node.says = 503
    note("p1")
    until(relay, lambda: node.heard)
    relay._again_at = time.monotonic() + 60
    redis_away()
    note("p2")
    node.says = 200
    until(relay, lambda: rows() == 0)
    assert {"p1", "p2"} <= set(node.heard[-1].split())
    assert version("p1") == version("p2") > 0


def test_a_node_that_hangs_keeps_nobody_else_waiting(node, other):
    node.answers.clear()
    relay = Relay()
    started = time.monotonic()
    for number in range(5):
        note(f"p{number}")
        relay.step()
    changed = {f"p{number}" for number in range(5)}
    until(relay, lambda: changed <= words(other))
    assert time.monotonic() - started < 0.9, "less than one time-out of the node that hangs"
    assert version("p4") > 0
    assert rows() == 5
    node.answers.set()
    until(relay, lambda: rows() == 0)
    assert changed <= words(node)


def test_rows_wait_for_redis_and_varnish_does_not(node, redis_away):
    relay = Relay()
    note("p1")
    until(relay, lambda: node.heard == ["p1 p~1"])
    assert rows() == 1
    redis_away()
    until(relay, lambda: rows() == 0)
    assert version("p1") > 0


def test_varnish_hears_again_what_redis_learned_late(node, redis_away, monkeypatch):
    """Until Redis had heard it, an old shell there was valid, and Varnish may have fetched it once more."""
    monkeypatch.setattr("shop.outbox.relay.REBOUND_SECONDS", ())
    relay = Relay()
    note("p1")
    until(relay, lambda: node.heard == ["p1 p~1"])
    relay._epoch_at = time.monotonic() + 60  # not by a new epoch
    redis_away()
    until(relay, lambda: version("p1") > 0 and node.heard == ["p1 p~1"] * 2)


def test_another_relay_takes_over_what_one_left_behind(node):
    node.says = 503
    note("p1")
    Relay().step()
    node.says = 200
    relay = Relay()
    assert relay.step()
    until(relay, lambda: rows() == 0)


def test_each_purge_is_repeated(node):
    relay = Relay()
    note("p1")
    until(relay, lambda: node.heard == ["p1 p~1"])
    assert len(relay.rebounds) == 2
    for count in (2, 3):
        relay.rebounds[0] = (0.0, relay.rebounds[0][1])
        until(relay, lambda count=count: node.heard == ["p1 p~1"] * count)


def test_another_relay_repeats_what_one_had_told(node):
    """Whether it lived to repeat the purge, nobody knows."""
    note("p1")
    until(killed := Relay(), lambda: rows() == 0)
    assert node.heard == ["p1 p~1"]
    until(Relay(), lambda: node.heard == ["p1 p~1"] * 2)
    assert len(killed.rebounds) == 2


def test_a_redis_that_has_lost_versions_is_told_again_and_varnish_too(node):
    """The last second before a crash may be missing in it: its old shells were valid until the new epoch."""
    note("p1")
    relay = Relay()
    until(relay, lambda: rows() == 0)
    versions.client().delete(f"{versions.prefix()}v:p1", f"{versions.prefix()}epoch")
    relay._epoch_at = 0.0
    until(relay, lambda: node.heard == ["p1 p~1"] * 2 and version("p1") > 0)


def test_what_was_told_and_repeated_is_forgotten(node):
    note("p1")
    relay = Relay()
    until(relay, lambda: rows() == 0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE shop_outbox SET told_at = told_at - interval '17 seconds'")
    note("p2")
    until(relay, lambda: rows() == 0)
    relay._epoch_at = 0.0
    relay.step()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tags FROM shop_outbox")
        assert cursor.fetchall() == [(["p2"],)]


def test_a_mass_of_changes_is_a_few_purges(node, monkeypatch):
    """10,000 products, each changed in a statement of its own; one statement is some categories' tags anyway."""
    monkeypatch.setattr("shop.outbox.relay.REBOUND_SECONDS", ())
    for number in range(10_000):
        note(f"p{number}")
    relay = Relay()
    until(relay, lambda: rows() == 0)
    assert len(words(node)) == 10_000 + PARENTS
    assert len(node.heard) <= 30


def test_who_was_told_is_said_after_the_purge(node):
    said = []
    relay = Relay(told=lambda *what: said.append((*what, list(node.heard))))
    note("p1")
    until(relay, lambda: said)
    assert said == [(node.address, relay.reached, ["p1", "p~1"], ["p1 p~1"])]


def test_pages_are_marked_and_holes_dropped(node):
    note("p1", "u7", "k3", "menu")
    until(Relay(), lambda: len(node.heard) == 2)
    assert node.heard == ["p1 menu p~1", None]
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
