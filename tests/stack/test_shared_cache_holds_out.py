"""What a shared cache never keeps, what text never becomes, and what no rough handling spoils."""

import socket
import struct
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.stack.crawl import three_visitors
from tests.stack.dumps import forget_pages
from tests.stack.raw import raw
from tests.stack.visitors import Visitor

pytestmark = [pytest.mark.stack, pytest.mark.serial]

ABORTING, CLIENTS = 300, 12
FRESH_SECONDS = 1.0


@pytest.fixture(scope="module")
def victims(stack):
    return three_visitors(stack)


# --- what is never kept ---

NEVER = [
    ("sets a cookie", "/account/login/", {}),
    ("private", "/cart/", {}),
    ("leads on with next=", "/account/", {}),
    ("leads on with next=, at an address that nobody listed", "{product}review/", {}),
    ("is not there", "/no/such/page/", {}),
    ("is not there, with a public policy's address", "/sitemap-nothing.xml", {}),
    ("answers Authorization", "{product}", {"Authorization": "Basic dmVyYTp2ZXJh"}),
    ("is refused", "/search/?q=%ff", {}),
    ("is health", "/readyz", {}),
]


@pytest.mark.parametrize(("why", "path", "headers"), NEVER, ids=[case[0] for case in NEVER])
def test_this_is_never_stored(stack, why, path, headers):
    path = path.format(product=stack.product_path)
    for layer in ("lb", "varnish", "lb"):
        for method in ("GET", "HEAD"):
            answer = raw(stack, path, layer, method, headers)[2]
            assert answer["x-cache"] in ("pass", "miss")
            assert "no-store" in answer["cache-control"] or headers


def test_answers_to_posts_are_nobody_elses(stack):
    for path in ("/", stack.product_path, "/search/?q=oak"):
        before = raw(stack, path, "app1")[1]
        refused = raw(stack, path, "lb", "POST", {"Content-Length": "3"}, b"a=b")
        assert refused[0] in (403, 405)
        assert raw(stack, path)[1] == before


def test_no_stored_page_has_a_token_or_a_nonce(stack):
    for path in ("/", stack.category_path, stack.product_path, "/search/?q=oak", "/pages/about/"):
        _status, text, headers = raw(stack, path)
        assert "csrf" not in text
        assert "nonce" not in text + headers["content-security-policy"]
        assert "set-cookie" not in headers


def test_a_message_waits_for_a_private_page(stack):
    buyer = Visitor(stack.url, "buyer")
    added = buyer.post("/cart/add/", {"variant": stack.variant, "quantity": "1"}, "text/html")
    assert added.status == 303
    for path in ("/", stack.product_path, stack.category_path):
        assert "Added to your cart" not in buyer.get(path).text
        assert "Added to your cart" not in stack.get(path).text
    assert "Added to your cart" in buyer.get("/cart/").text


# --- text stays text ---

ODD = """Odd {{ 7|add:7 }}{% load x %} <esi:include src="/account/"/> <!--esi <b>x</b> --> <esi:remove> \\x00hole"""


@pytest.fixture
def odd_texts(stack):
    """A page each whose product, category, review is called so, and one where that is searched for."""
    slug, category = stack.product_path.strip("/").split("/")[1], stack.category_path.strip("/").split("/")[-1]
    places = [
        ("catalog_product", "title", f"slug = '{slug}'"),
        ("catalog_category", "name", f"slug = '{category}'"),
        ("catalog_review", "text", "id = (SELECT max(id) FROM catalog_review WHERE status = 'approved')"),
    ]
    before = [stack.psql(f"SELECT {column} FROM {table} WHERE {row}") for table, column, row in places]
    reviewed = stack.psql(
        f"SELECT slug FROM catalog_product WHERE id = (SELECT product_id FROM catalog_review WHERE {places[2][2]})"
    )
    for table, column, row in places:
        stack.psql(f"UPDATE {table} SET {column} = '{ODD}' WHERE {row}")
    time.sleep(FRESH_SECONDS)
    searched = requests.Request("GET", stack.url + "/search/", params={"q": ODD}).prepare().path_url
    yield [stack.product_path, stack.category_path, f"/p/{reviewed}/", searched]
    for (table, column, row), text in zip(places, before, strict=True):
        stack.psql(f"UPDATE {table} SET {column} = $text${text}$text$ WHERE {row}")


def test_text_of_others_is_text(stack, victims, odd_texts):
    """As typed, whoever fills the holes."""
    as_text = ODD.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    for path in odd_texts:
        for visitor in victims:
            shown = [visitor.at(stack.url_of(layer)).get(path).text for layer in ("lb", "app1")]
            assert shown[0] == shown[1]
            assert as_text in shown[0], path
            assert "<esi" not in shown[0]


def test_a_customers_own_name_is_text_in_the_hole(stack):
    customer = Visitor(stack.url, "odd")
    customer.get("/account/signup/")
    name, address = "<esi:include/src='/cart/'/>{{x}}", f"odd-{time.time_ns()}@example.com"
    form = {"name": name, "email": address, "password": "correct horse battery"}
    assert customer.post("/account/signup/", form, "text/html").status == 302
    for layer in ("lb", "app1"):
        shown = customer.at(stack.url_of(layer)).get("/").text
        assert "&lt;esi:include/src=&#x27;/cart/&#x27;/&gt;{{x}}" in shown
        assert "<esi" not in shown


# --- rough handling ---

ROUGH = [
    b"GET {path} HTTP/1.1\r\nHost: {host}\r\nX-A: \x01\x02\x7f\r\n\r\n",
    b"GET {path} HTTP/1.1\r\nHost: {host}\r\nX-A: a\x00b\r\n\r\n",
    b"GET {path} HTTP/1.1\r\nHost: {host}\r\nX-A: " + b"x" * 30_000 + b"\r\n\r\n",
    b"GET {path} HTTP/1.1\r\nHost: {host}\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(500)) + b"\r\n",
    b"GET {path} HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n\r\n",
    b"GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: " + b"a=b; " * 3_000 + b"\r\n\r\n",
    b"GET {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"GET {path} HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: rubbish\r\n\r\n",
    b"GET {path} HTTP/9.9\r\nHost: {host}\r\n\r\n",
    b"GET {path}\r\n\r\n",
    b"GET {path}\x01 HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"EVIL {path} HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"get {path} HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"GET  {path} HTTP/1.1\r\nHost: {host}\r\nExpect: rubbish\r\n\r\n",
]


@pytest.mark.parametrize("layer", ["lb", "varnish"])
def test_no_error_is_kept_in_a_pages_place(stack, layer):
    path, host = stack.product_path, f"localhost:{stack.port['lb']}"
    before = raw(stack, path)[:2]
    for request in ROUGH:
        requests.request("PURGE", stack.url_of("varnish") + path, headers={"Host": host}, timeout=20)
        with socket.create_connection(("localhost", stack.port[layer]), 5) as connection:
            connection.sendall(request.replace(b"{path}", path.encode()).replace(b"{host}", host.encode()))
            connection.settimeout(0.3)
            try:
                while connection.recv(65536):
                    pass
            except OSError:
                pass  # it waits for more, or hung up
        assert raw(stack, path)[:2] == before, request[:200]


def test_clients_that_leave_in_mid_answer_spoil_nothing(stack):
    """Half of the pages are stored, half are not; each client takes a piece and resets the connection."""
    cold = [f"/search/?q=lamp&left={number}" for number in range(20)]
    paths = [*cold, "/", stack.product_path] + [stack.category_path] * 18
    before = {path: raw(stack, path, "app1")[:2] for path in paths}

    def leave(number: int) -> None:
        with socket.create_connection(("localhost", stack.port["lb" if number % 2 else "varnish"]), 10) as connection:
            connection.sendall(f"GET {paths[number % 40]} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            if number % 3:
                connection.recv(1 + number * 20)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    forget_pages(stack)
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(leave, range(ABORTING)))
    assert {path: raw(stack, path)[:2] for path in paths} == before


def test_two_at_the_same_instant_on_a_cold_page(stack, victims):
    """The customer and the guest: each their own strip, in one page that neither of them had made before."""
    customer, guest, _ = victims
    for layer in ("lb", "app1"):
        barrier, seen = threading.Barrier(2), {}

        def look(visitor, path, barrier=barrier, seen=seen):
            barrier.wait()
            seen[visitor.name] = visitor.get(path).text

        for number in range(8):
            both = [visitor.at(stack.url_of(layer)) for visitor in (customer, guest)]
            path = f"/search/?q=oak&{layer}={number}-{time.time_ns()}"
            threads = [threading.Thread(target=look, args=(visitor, path)) for visitor in both]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert customer.name in seen[customer.name]
            assert '"badge">43<' in seen[guest.name]
            assert customer.name not in seen[guest.name]
            assert '"badge">43<' not in seen[customer.name]
