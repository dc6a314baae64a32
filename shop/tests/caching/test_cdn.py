"""What a CDN is sent, as its documentation says, and what is made of its answers. A server here answers as it does.

Fastly: https://www.fastly.com/documentation/reference/api/purging/ (POST /service/{service_id}/purge, at most 256 keys,
Fastly-Soft-Purge). Cloudflare: https://developers.cloudflare.com/api/resources/cache/methods/purge/ (tags), and
https://developers.cloudflare.com/cache/how-to/purge-cache/ (at most 100 a request; 429 when the bucket is empty).
"""

import json
import logging
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpResponse
from django.urls import path

from shop.caching.pages import TwoPassView
from shop.caching.policy import Shared
from shop.caching.tags import collect
from shop.outbox import cdn
from shop.outbox.relay import Relay
from shop.outbox.teller import Teller
from shop.urls import urlpatterns as ours

TOKEN = "a-token-that-nobody-may-see"
ASKED = {
    "fastly": {
        "path": "/service/7i6HN3TK9wS159v2gPAZ8A/purge",
        "headers": {"Fastly-Key": TOKEN, "Fastly-Soft-Purge": "1"},
        "field": "surrogate_keys",
    },
    "cloudflare": {
        "path": "/zones/023e105f4ecef8ad9ca31a8372d0c353/purge_cache",
        "headers": {"Authorization": f"Bearer {TOKEN}"},
        "field": "tags",
    },
}
ANSWERS = {
    "fastly": {"p1": "4025-1416000000-1", "menu": "4025-1416000000-2"},
    "cloudflare": {"success": True, "errors": [], "messages": [], "result": {"id": "023e105f4ecef8ad9ca31a8372d0c353"}},
}
REFUSED = {"success": False, "errors": [{"code": 1012, "message": "Request must contain one of …"}], "result": None}


class Api(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, dict(self.headers), body))
        status, headers, answer = self.server.says
        text = json.dumps(answer).encode()
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json", "Content-Length": str(len(text))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *args):
        """Silent."""


@pytest.fixture(params=ASKED)
def vendor(request, settings):
    server = HTTPServer(("127.0.0.1", 0), Api)
    server.name, server.requests, server.says = request.param, [], (200, {}, ANSWERS[request.param])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.VARNISH_NODES = []
    settings.CDN, settings.CDN_TOKEN = request.param, TOKEN
    settings.CDN_ID = ASKED[request.param]["path"].split("/")[2]
    settings.CDN_API = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def target(vendor):
    (target,) = cdn.targets()
    return target


def test_asked_as_documented(vendor, target):
    assert target.purge(["p1", "menu"])
    ((path_asked, headers, body),) = vendor.requests
    asked = ASKED[vendor.name]
    assert path_asked == asked["path"]
    assert headers | asked["headers"] == headers
    assert headers["Content-Type"] == "application/json"
    assert body == {asked["field"]: ["p1", "menu"]}


def test_visitors_tags_stay_at_home(vendor, target):
    assert target.purge(["u7", "k3"])
    assert vendor.requests == []


@pytest.mark.parametrize(
    ("says", "again"),
    [
        ((429, {"Retry-After": "7"}, {}), 7.0),
        ((429, {"Retry-After": "86400"}, {}), 300.0),
        ((500, {}, {}), 2.0),
        ((403, {}, {"msg": "You are not authorized to perform this action"}), 2.0),
    ],
)
def test_a_refusal_is_not_a_confirmation(vendor, target, says, again):
    vendor.says = says
    assert not target.purge(["p1"])
    assert target.again_seconds == again
    vendor.says = (200, {}, ANSWERS[vendor.name])
    assert target.purge(["p1"])
    assert target.again_seconds == 1.0


def test_pauses_grow_to_a_minute(vendor, target):
    vendor.says = (503, {}, {})
    pauses = [target.purge(["p1"]) or target.again_seconds for _ in range(8)]
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]


@pytest.mark.parametrize("vendor", ["cloudflare"], indirect=True)
def test_ok_that_is_not_meant_so(vendor, target):
    vendor.says = (200, {}, REFUSED)
    assert not target.purge(["p1"])


def test_nobody_there(vendor, target, settings):
    settings.CDN_API = "http://127.0.0.1:9"
    assert not target.purge(["p1"])


def until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_many_tags_are_requests_of_what_it_takes(vendor, target):
    teller = Teller(target)
    tags = [f"p{number}" for number in range(1000)]
    teller.tell(tags, [1])
    until(lambda: teller.confirmed() == [1])
    told = [body[ASKED[vendor.name]["field"]] for _path, _headers, body in vendor.requests]
    assert [tag for batch in told for tag in batch] == tags
    assert max(map(len, told)) == {"fastly": 256, "cloudflare": 100}[vendor.name]


@pytest.mark.django_db
def test_the_relay_keeps_rows_until_it_confirms(vendor, monkeypatch, caplog):
    monkeypatch.setattr(cdn, "FIRST_PAUSE_SECONDS", 0.01)
    vendor.says = (500, {}, {})
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM shop_outbox")
        cursor.execute("SELECT shop_note(%s)", [["p1"]])
    relay = Relay()
    with caplog.at_level(logging.DEBUG):
        until(lambda: (relay.step(), len(vendor.requests) > 2)[1])
        assert relay.held
        vendor.says = (200, {}, ANSWERS[vendor.name])
        until(lambda: (relay.step(), not relay.held)[1])
    said = [record.getMessage() for record in caplog.records if record.name == "shop.outbox.teller"]
    assert said == [
        f"outbox: {vendor.name} does not confirm (HTTP 500); its purges wait",
        f"outbox: {vendor.name} confirms again",
    ]
    assert TOKEN not in caplog.text


# --- what pages say to it ---


class Page(TwoPassView):
    policy = Shared("SHORT")
    holes = True

    def first_pass(self, page, hole):
        collect("p1", "menu")
        return HttpResponse(page.marks.mark("personal") if hole else "the same for all")


def cookie(request):
    response = HttpResponse("a cookie")
    for name, value in {"CDN-Cache-Control": "public, max-age=60", "Cache-Tag": "p1", "Surrogate-Key": "p1"}.items():
        response[name] = value
    response.set_cookie("a", "b")
    return response


def varies(request):
    bool(request.session)
    response = HttpResponse("somebody's")
    response["CDN-Cache-Control"] = "public, max-age=60"
    response["Vary"] = "Cookie"
    return response


urlpatterns = [path("page/<int:hole>/", Page.as_view()), path("cookie/", cookie), path("varies/", varies), *ours]
KEYS = {"CDN-Cache-Control", "Surrogate-Key", "Cache-Tag"}
CARRIED = {
    "none": ("public, max-age=0", {}),
    "fastly": ("public, max-age=0, s-maxage=600", {"Surrogate-Key": "p1 menu"}),
    "cloudflare": ("public, max-age=0", {"Cache-Tag": "p1,menu"}),
}


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("name", CARRIED)
def test_what_has_no_holes_may_stay_there(client, settings, monkeypatch, name):
    monkeypatch.setattr("shop.caching.pages.lifetime", lambda ttl: 601)
    settings.CDN = name
    cache_control, keys = CARRIED[name]
    answer = client.get("/page/0/")
    assert answer["Cache-Control"] == cache_control
    expected = keys | ({"CDN-Cache-Control": "public, max-age=600"} if keys else {})
    assert {header: answer[header] for header in KEYS if header in answer} == expected


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("path", ["/page/1/", "/cookie/", "/varies/", "/cart/", "/account/login/"])
@pytest.mark.parametrize("name", ["fastly", "cloudflare"])
@pytest.mark.parametrize("at_edge", [True, False])
def test_what_could_be_personal_may_not(client, settings, name, path, at_edge):
    settings.CDN = name
    answer = client.get(path, headers={"Surrogate-Capability": 'shop="ESI/1.0"'} if at_edge else {})
    assert answer.status_code == 200
    assert not KEYS & set(answer.headers)
    assert "private" in answer["Cache-Control"] or "no-store" in answer["Cache-Control"]


def test_a_cdn_without_its_token_does_not_start(monkeypatch):
    from settings import environment

    monkeypatch.setenv("CDN_TOKEN", "")
    with pytest.raises(ImproperlyConfigured, match="CDN_TOKEN is not set"):
        environment.text("CDN_TOKEN")
