"""What an attacker tries with a cache that all share: plant something in it, or have it keep what is another's.

The victim is signed in and has a cart; the attacker sends what they like. A page counts as harmed when a plain visitor
gets other bytes than before.
"""

import pytest
import requests

from tests.stack.crawl import three_visitors
from tests.stack.raw import raw

pytestmark = [pytest.mark.stack, pytest.mark.serial]


@pytest.fixture(scope="module")
def victims(stack):
    return three_visitors(stack)


def forget(stack, path: str) -> None:
    """Out of Varnish with it."""
    headers = {"Host": f"localhost:{stack.port['lb']}"}
    assert requests.request("PURGE", stack.url_of("varnish") + path, headers=headers, timeout=20).status_code == 200


def looks(stack, path: str, layer: str = "lb") -> tuple[int, str]:
    """To a visitor who sends nothing odd; without the id of the answer."""
    status, text, headers = raw(stack, path, layer)
    return status, text.replace(headers["x-request-id"], "")


def attack(stack, path: str, at: str, **how) -> tuple[int, str, dict]:
    """The page `path` is not stored; the attacker asks (`at`, `how`); it looks to others as it looked before."""
    before = looks(stack, path, "app1")
    forget(stack, path)
    answer = raw(stack, at, **how)
    assert looks(stack, path) == before, f"{path} was harmed by {at} {how}"
    return answer


# --- what is not in the key changes nothing ---

EVIL = "evil.example"
UNKEYED = [
    {"X-Forwarded-Host": EVIL, "X-Host": EVIL, "X-Forwarded-Server": EVIL, "X-Original-Host": EVIL},
    {"X-Forwarded-Proto": "https", "X-Forwarded-Scheme": "https", "X-Forwarded-Ssl": "on", "X-Url-Scheme": "https"},
    {"X-Forwarded-Port": "1234", "X-Forwarded-Prefix": "/evil", "X-Script-Name": "/evil", "Script-Name": "/evil"},
    {"Forwarded": f"for=1.2.3.4;host={EVIL};proto=https", "X-Real-IP": "1.2.3.4", "X-Forwarded-For": "1.2.3.4"},
    {"X-HTTP-Method-Override": "POST", "X-HTTP-Method": "DELETE", "X-Method-Override": "PUT"},
    {"X-Original-URL": "/account/", "X-Rewrite-URL": "/account/", "X-Request-ID": "planted-by-evil-example"},
    {"Cookie": "language=xx; django_language=de; currency=EUR; theme=evil; _ga=1; utm=evil.example"},
    {"Cookie": "sessionid=evil-example-evil-example-evil; csrftoken=evil; pin=evil:evil; messages=evil"},
    {"Accept-Language": "de-DE,evil;q=0.9", "Accept": "application/json", "Accept-Charset": "utf-16"},
    {"Origin": f"http://{EVIL}", "Referer": f"http://{EVIL}/", "User-Agent": EVIL, "Sec-Fetch-Site": "cross-site"},
    {"X-Pass": "1", "X-Use-Stale": "1", "X-Only-Stored": "1", "X-Hole-Failed": "1", "X-Kept-Cookie": "sessionid=evil"},
    {"Surrogate-Capability": 'shop="ESI/1.0"', "Range": "bytes=0-9", "If-None-Match": "*", "X-Cache-Mark": "evil"},
    {"Content-Type": "text/html; charset=utf-7", "Expect": "evil", "TE": "trailers", "Upgrade": "h2c"},
    {"If-Modified-Since": "Sat, 01 Jan 2050 00:00:00 GMT", "Cache-Control": "no-cache", "Pragma": "no-cache"},
]


@pytest.mark.parametrize("headers", UNKEYED, ids=lambda headers: next(iter(headers)))
@pytest.mark.parametrize("layer", ["lb", "varnish"])
def test_a_header_plants_nothing(stack, headers, layer):
    for path in (stack.product_path, "/search/?q=lamp", "/opensearch.xml"):
        _status, text, answer = attack(stack, path, path, headers=headers, layer=layer)
        assert "evil" not in text.lower() + answer.get("location", "") + answer.get("link", "")
        assert "http" not in answer.get("location", "")


HOSTS = ["LocalHost:{port}", "localhost.:{port}", "localhost:1", EVIL, "localhost@evil.example", "", "a b"]


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_plants_nothing(stack, host):
    for path in (stack.product_path, "/robots.txt", "/sitemap.xml", stack.category_path.rstrip("/")):
        _status, text, answer = attack(stack, path, path, headers={"Host": host.format(port=stack.port["lb"])})
        assert "evil" not in text
        assert EVIL not in answer.get("location", "")
        assert "localhost:1/" not in text


# --- parameters ---

ODD_QUERIES = [
    *("sort=price-asc&page=2", "page=2&page=1", "page=1&page=2", "page=2;sort=price-asc", "page=2%26sort=price-asc"),
    *("page=1%3Bpage=2", "utm_source=x&page=2&gclid=1", "utm_source=x;page=2", "UTM_SOURCE=x", "page"),
    *("page[]=2", "sort=<b>evil", "page%00=2", "%70age=2", "page=%32", "page=2#page=3", "?page=2", "&&page=2&&", "="),
    *("page=2&utm_source=%26page=3", "flush-the-cache", "flush-the-cache=1&page=2", "q=%C0%AF", "page=2%0d%0aX:1"),
]  # fmt: skip


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_a_query_means_the_same_at_every_layer(stack, query):
    """And the page that it resembles stays what it was."""
    path = stack.category_path
    for plain in (path, f"{path}?page=2"):
        attack(stack, plain, f"{path}?{query}")
    at_edge, straight = (raw(stack, f"{path}?{query}", layer) for layer in ("lb", "app1"))
    assert at_edge[0] == straight[0] or {at_edge[0], straight[0]} <= {400, 404}
    if at_edge[0] == 200:
        assert at_edge[1] == straight[1]


def test_a_body_on_get_plants_nothing(stack):
    path = stack.category_path
    form = b"page=2&sort=price-asc"
    headers = {"Content-Length": str(len(form)), "Content-Type": "application/x-www-form-urlencoded"}
    assert attack(stack, path, path, headers=headers, body=form)[0] == 400


# --- deception: private pages at addresses that look like files ---

DECEPTIVE = [
    *("/account/x.css", "/account/;x.js", "/account%2fx.css", "/account/%2e%2e/account/x.css", "/account/.css"),
    *("/static/..%2faccount/", "/static/../account/", "/static/%2e%2e/account/", "/media/..%2faccount/", "//account/"),
    *("/%61ccount/", "/%61ccount/x.css", "/account/?x.css", "/account/#x.css", "/account%3fx.css", "/account%23x.css"),
    *("/./account/", "/p/../account/", "/p%2f..%2faccount%2f", "/account//", "/account/%0ax.css", "/account;/x.css"),
    *("/ACCOUNT/", "/en/account/", "/account/x.css?utm_source=1", "/cart/x.js", "/%63art/", "/static/..%2fcart/"),
    *("/account\\x.css", "/%2561ccount/", "/p/x/..;/account/", "/cart%2f", "/search/..%2fcart/?q=x"),
]  # fmt: skip


@pytest.mark.parametrize("path", DECEPTIVE)
def test_nothing_private_is_kept_by_whatever_name(stack, victims, path):
    own = {"Cookie": "; ".join(f"{name}={value}" for name, value in victims[0].cookies.items())}
    for layer in ("lb", "varnish"):
        for _ in range(2):
            _status, text, headers = raw(stack, path, layer, headers=own)
            if victims[0].name in text:
                assert headers["x-cache"] == "pass"
                assert "no-store" in headers["cache-control"]
        for others in ({}, {"Cookie": "sessionid=" + victims[1].cookies["sessionid"]}):
            assert victims[0].name not in raw(stack, path, layer, headers=others)[1]


HOLES = [
    *("/_hole/personal/en-USD/", "/x/..%2f_hole/personal/en-USD/", "/_hole%2fpersonal/en-USD/"),
    *("/%2e/_hole/personal/en-USD/", "/p/../_hole/personal/en-USD/", "/_hole/personal/../personal/en-USD/"),
    *("/en/_hole/personal/en-USD/", "/%5f%68%6f%6c%65/personal/en-USD/", "/_hole/personal/en-USD/?x.css", "/_hole//"),
    *("/static/..%2f_hole/personal/en-USD/", "/%2f_hole/personal/en-USD/", "/_hole;/personal/en-USD/", "/_hole./"),
    *("/./_hole/personal/en-USD/", "/_HOLE/x/"),
]  # fmt: skip


@pytest.mark.parametrize("path", HOLES)
def test_a_hole_is_not_to_be_had_alone(stack, victims, path):
    for cookies in ("", "; ".join(f"{name}={value}" for name, value in victims[0].cookies.items())):
        for layer in ("lb", "varnish"):
            status, text, _ = raw(stack, path, layer, headers={"Cookie": cookies} if cookies else {})
            assert status in (400, 404), (status, text)
            assert 'class="personal"' not in text
