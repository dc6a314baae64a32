"""What the chain does with a request before and after the application: ids, addresses, files, odd input."""

import http.client
import re
import socket
import ssl

import pytest
import requests

pytestmark = pytest.mark.stack


def test_request_id_is_made_returned_and_kept_when_well_formed(stack):
    made = stack.get("/").headers["X-Request-ID"]
    assert 8 <= len(made) <= 64
    for layer in ("lb", "varnish", "app1"):
        kept = stack.get("/cart/", layer, headers={"X-Request-ID": "visitor-12345678"})
        assert kept.headers["X-Request-ID"] == "visitor-12345678", layer
        other = stack.get("/cart/", layer, headers={"X-Request-ID": "<script>"})
        assert other.headers["X-Request-ID"] != "<script>", layer


def test_catalogue_page_is_stored_and_says_so(stack):
    path = stack.product_path + "?utm_source=mail"
    stack.get(path)
    again = stack.get(path + "&gclid=1", headers={"Cookie": "_ga=1"})
    assert again.headers["X-Cache"] == "hit"
    assert int(again.headers["Age"]) >= 0
    assert stack.get("/cart/").headers["X-Cache"] == "pass"


def test_inner_headers_stay_inside(stack):
    for layer in ("lb", "varnish"):
        names = {name.lower() for name in stack.get("/", layer).headers}
        assert not names & {"via", "x-varnish", "xkey", "surrogate-key", "surrogate-control", "x-app-gone"}


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/no/such/page/", {404}),
        ("/c/no-such-category/", {404}),
        ("/?page=minus-one", {200, 404}),
        ("/search/?q=" + "x" * 10_000, {200, 400, 404, 414}),
        ("/search/?q=%00", {400}),
        ("/p/%00/", {400}),
        ("/search/?q=%ff%fe", {400}),
        ("/search/?q=1'%20OR%201=1;--", {200}),
        ("/static/no-such-file.css", {404}),
        ("/static/", {404}),
        ("/media/", {404}),
        ("/_errors/unavailable.html", {404}),
        ("/static/../.env", {400, 404}),
        ("/static/..%2f..%2f.env", {400, 404}),
        ("/media/../stack.env", {400, 404}),
        ("/.env", {404}),
        ("/wp-login.php", {404}),
        ("/" + "a/" * 3000, {404, 414, 400}),
    ],
)
def test_odd_requests_get_clean_answers(stack, path, allowed):
    """Sent raw: a client library would tidy the path up."""
    connection = http.client.HTTPConnection("localhost", stack.port["lb"], timeout=20)
    connection.putrequest("GET", path, skip_host=False)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read().decode(errors="replace")
    assert answer.status in allowed, body[:300]
    if answer.status != 200:
        assert "<h1" in body, "not a page of ours"
        assert "<center>nginx" not in body


@pytest.mark.parametrize("layer", ["lb", "tls", "varnish", "app1"])
def test_the_application_knows_host_and_port(stack, layer):
    """A browser that sends Origin alone is believed when it names the address it posts to, port included."""
    own = stack.url_of(layer).replace("http:", "https:" if layer == "tls" else "http:")
    for origin, status in ((own, 404), ("http://localhost:1", 403)):
        form = {"data": {"variant": "0"}, "headers": {"Origin": origin}}
        assert requests.post(f"{own}/cart/add/", verify=False, timeout=20, **form).status_code == status


def test_a_malformed_range_harms_no_page(stack):
    assert stack.get("/cart/", headers={"Range": "rubbish"}).status_code == 200


def test_a_charset_cannot_plant_another_page(stack):
    path = stack.product_path + "?q=caf%C3%A9"
    for charset in ("cp037", "hex"):
        for layer in ("lb", "app1"):
            claimed = {"Content-Type": f"text/plain; charset={charset}"}
            assert stack.get(path + charset, layer, headers=claimed).status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "BAN", "DELETE"])
@pytest.mark.parametrize("layer", ["lb", "varnish"])
def test_odd_methods_are_refused(stack, method, layer):
    connection = http.client.HTTPConnection("localhost", stack.port[layer], timeout=20)
    connection.request(method, "/")
    answer = connection.getresponse()
    assert answer.status == 405
    assert b"<center>nginx" not in answer.read()


def test_huge_headers_get_our_own_page(stack):
    answer = stack.get("/", headers={f"X-{n}": "x" * 15_000 for n in range(6)})
    assert answer.status_code == 400
    assert "<h1>" in answer.text


def test_static_files_never_age_and_are_compressed(stack):
    page = stack.get("/").text
    path = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
    answer = stack.get(path)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert stack.get(path, "varnish").status_code == 200
    assert stack.get(path, "app1").status_code == 200


def test_media_never_runs(stack):
    folder = stack.state.media / "upload"
    folder.mkdir(exist_ok=True)
    (folder / "evil.html").write_text("<script>alert(1)</script>")
    (folder / "evil.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
    for name in ("evil.html", "evil.svg"):
        for layer in ("lb", "app1"):
            answer = stack.get(f"/media/upload/{name}", layer)
            assert answer.headers["Content-Type"] == "application/octet-stream"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_tls_speaks_http2(stack):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2", "http/1.1"])
    plain = socket.create_connection(("localhost", stack.port["tls"]), 10)
    with context.wrap_socket(plain, server_hostname="localhost") as secured:
        assert secured.selected_alpn_protocol() == "h2"
        assert secured.version() in ("TLSv1.2", "TLSv1.3")
    with socket.create_connection(("localhost", stack.port["tls"]), 10) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b" 400 " in plain.recv(100)


def test_replicas_follow_the_primary(stack):
    stack.psql("CREATE TABLE IF NOT EXISTS replication_probe (n int); INSERT INTO replication_probe VALUES (1)")
    position = stack.psql("SELECT pg_current_wal_lsn()")
    for node in ("replica1", "replica2"):
        for _ in range(100):
            if stack.psql(f"SELECT pg_last_wal_replay_lsn() >= '{position}'", node=node) == "t":
                break
        assert stack.psql("SELECT count(*) > 0 FROM replication_probe", node=node) == "t"
    stack.psql("DROP TABLE replication_probe")


def test_web_processes_have_a_statement_timeout_and_commands_have_none(stack):
    assert stack.psql("SHOW statement_timeout") == "0"
    assert "statement_timeout=8s" in (stack.state.etc / "uwsgi" / "app1.ini").read_text()
