"""Asking for pages before visitors do: in order, at the application's pace, and saying what failed."""

import io
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import CommandError, call_command

from shop.caching import warm
from shop.outbox.refresh import Refresher


class Page(BaseHTTPRequestHandler):
    """A Varnish node: a page is a miss once, then a hit."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        server = self.server
        with server.lock:
            server.asked.append(self.path)
            server.at_once += 1
            server.most_at_once = max(server.most_at_once, server.at_once)
            cache = "hit" if self.path in server.stored else "miss"
            server.stored.add(self.path)
        server.headers = dict(self.headers)
        if cache == "miss":
            time.sleep(server.seconds)
        with server.lock:
            server.at_once -= 1
        self.send_response(server.status.get(self.path, 200))
        self.send_header("X-Cache", cache)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        """Silent."""


class Node(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Page)
        self.asked, self.stored, self.status, self.lock = [], set(), {}, threading.Lock()
        self.seconds, self.at_once, self.most_at_once = 0.0, 0, 0
        self.address = f"127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


@pytest.fixture
def node(settings):
    node = Node()
    settings.VARNISH_NODES = [node.address]
    yield node
    node.shutdown()
    node.server_close()


@pytest.fixture
def named(monkeypatch):
    """Ten pages, the hottest first."""
    paths = [f"/p/{number}/" for number in range(10)]
    monkeypatch.setattr(warm, "_named", [lambda limit, tags: paths])
    return paths


def run(*arguments) -> str:
    out = io.StringIO()
    call_command("warm_cache", *arguments, stdout=out)
    return out.getvalue()


def test_hottest_first_as_the_load_balancer_would(node, named, settings):
    settings.SITE_NETLOC, settings.SITE_URL = "shop.example:8443", "https://shop.example:8443"
    assert run("--limit", "4", "--concurrency", "1") == "4 asked for: 4 miss.\n"
    assert node.asked == named[:4]
    assert node.headers["Host"] == "shop.example:8443"
    assert node.headers["X-Forwarded-Proto"] == "https"
    assert run("--limit", "5", "--concurrency", "1") == "5 asked for: 4 hit, 1 miss.\n"


def test_every_node_gets_every_page(node, named):
    other = Node()
    run("--through", node.address, "--through", other.address)
    assert sorted(node.asked) == sorted(other.asked) == named
    other.shutdown()
    other.server_close()


def test_no_more_at_once_than_said(node, named):
    node.seconds = 0.02
    run("--concurrency", "3")
    assert node.most_at_once == 3


def test_a_page_that_fails_is_named(node, named):
    node.status = {"/p/3/": 503, "/p/7/": 404}
    with pytest.raises(CommandError, match=rf"2 of 10 failed, first:\n{node.address}/p/3/: 503\n"):
        run()


def test_nobody_there(named):
    with pytest.raises(CommandError, match=r"10 of 10 failed.*\n.*ConnectionRefusedError"):
        run("--through", "127.0.0.1:9")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--limit", "0"], "--limit 0 must be 1 or more"),
        (["--concurrency", "-1"], "--concurrency -1 must be 1 or more"),
        (["--log", "/no/such/file"], "/no/such/file: No such file"),
        (["--log", __file__], "no page in it"),
    ],
)
def test_bad_input_is_explained(node, named, arguments, says):
    with pytest.raises(CommandError, match=says):
        run(*arguments)
    assert node.asked == []


def test_without_a_node_it_says_what_to_do(settings):
    settings.VARNISH_NODES = []
    with pytest.raises(CommandError, match="--through HOST:PORT"):
        run()


def test_what_the_log_says_is_asked_most(node, tmp_path):
    def line(uri, method="GET", status=200, cache="hit"):
        return json.dumps({"method": method, "uri": uri, "status": status, "cache": cache})

    rest = [line("/cart/", cache="pass"), line("/a", method="POST"), line("/gone", status=404), line("/x", cache="")]
    log = tmp_path / "access.json"
    log.write_text("\n".join([line("/a"), "not json", *[line("/b?page=2")] * 3, *[line("/c")] * 2, "[]", *rest * 9]))
    run("--log", str(log), "--concurrency", "1")
    assert node.asked == ["/b?page=2", "/c", "/a"]


def test_pace_follows_the_applications_median():
    pace = warm.Pace()
    for seconds in [0.040] * 20 + [5.0]:  # one that is slow is not a slow application
        pace.note(seconds)
    assert pace.pause == 0
    for _ in range(15):
        pace.note(0.200)
    assert pace.pause == pytest.approx(0.400)
    for _ in range(15):
        pace.note(0.048)
    assert pace.pause == 0


def test_stored_pages_are_no_measure_of_rendered_ones():
    pace = warm.Pace()
    for seconds in [0.002] * 20 + [0.090] * 15:
        pace.note(seconds)
    assert pace.pause == 0


def test_a_slow_application_is_asked_less(node, monkeypatch):
    """Four times as slow, with one asking: without the pause there would be 4 times fewer requests, with it 10."""
    monkeypatch.setattr(warm.Pace, "QUICK_SECONDS", 0.001)
    rates = []
    asked = warm.ask_for([f"/{number}" for number in range(200)], [node.address], 1)
    for seconds, number in ((0.01, 40), (0.04, 40)):
        node.seconds = seconds
        for _ in range(20):
            next(asked)
        started = time.monotonic()
        for _ in range(number - 20):
            next(asked)
        rates.append((number - 20) / (time.monotonic() - started))
    assert rates[1] < rates[0] / 6
    asked.close()


# --- the relay's own asking ---


@pytest.fixture
def refresher(named):
    return Refresher()


@pytest.mark.django_db
def test_the_newest_purge_first(node, refresher, monkeypatch):
    monkeypatch.setattr(warm, "_named", [lambda limit, tags: [f"/{tag}/{page}" for tag in tags for page in (1, 2)]])
    refresher.want(node.address, 1, ["old"])
    refresher.step()
    refresher.want(node.address, 2, ["new"])
    for _ in range(3):
        refresher.step()
    assert node.asked == ["/old/1", "/new/1", "/new/2", "/old/2"]


@pytest.mark.django_db
def test_what_it_cannot_keep_up_with_is_dropped(node, refresher, monkeypatch):
    monkeypatch.setattr("shop.outbox.refresh.MOST_PAGES", 3)
    monkeypatch.setattr("shop.outbox.refresh.MOST_TAGS", 2)
    refresher.want(node.address, 1, ["a", "b", "c"])
    assert list(refresher._wanted[node.address]) == ["a", "b"]
    refresher.step()
    assert len(refresher._pages) == 2


@pytest.mark.django_db
def test_at_most_half_of_one_worker(node, refresher):
    node.seconds = 0.03
    refresher.want(node.address, 1, ["a"])
    started = time.monotonic()
    for _ in range(5):
        refresher.step()
    assert time.monotonic() - started > 5 * 2 * 0.03


def test_off(node, refresher, settings):
    settings.REFRESH_PAGES = 0
    refresher.want(node.address, 1, ["a"])
    assert not refresher._wanted
