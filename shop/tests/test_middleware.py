"""What every answer carries, and what never reaches a view."""

import re

import pytest
from csp.constants import NONCE
from csp.decorators import csp_exempt, csp_update
from csp.utils import build_policy
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch

from shop.caching.policy import PRIVATE, apply_policy, public
from shop.middleware.clean_input import is_clean
from shop.middleware.content_security import ContentSecurityMiddleware
from shop.middleware.same_origin import SameOriginMiddleware, same_origin
from shop.wsgi import application


def test_request_id_is_made_kept_or_replaced(client):
    assert re.fullmatch(r"[0-9a-f]{32}", client.get("/healthz")["X-Request-ID"])
    assert client.get("/healthz", headers={"X-Request-ID": "edge-12345678"})["X-Request-ID"] == "edge-12345678"
    assert client.get("/healthz", headers={"X-Request-ID": "bad id\r\nX: y"})["X-Request-ID"] != "bad id\r\nX: y"


def test_health_needs_no_database(client):
    # Without the `db` fixture any query would fail the test.
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_readiness_asks_the_database(client):
    assert client.get("/readyz").json() == {"status": "ok", "writes": True}


@pytest.mark.parametrize("query", ["q=%00", "q=a%00b", "q=%ff%fe", "q=%C3", "a=1&q=\x00"])
def test_unclean_queries(query):
    assert not is_clean(query)


@pytest.mark.parametrize("query", ["", "q=caf%C3%A9", "q=100%25", "q=a+b&c=%27+OR+1%3D1--", "q=%", "q=%zz"])
def test_clean_queries(query):
    assert is_clean(query)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/?q=%00", 400), ("/%00", 400), ("/?q=" + "x" * 10_000, 414)],
)
def test_unclean_requests_get_our_own_page(client, path, status):
    # Again without a database: they are answered before anything is asked of it.
    answer = client.get(path)
    assert answer.status_code == status
    assert "<html" in answer.content.decode()
    assert "Content-Security-Policy" in answer
    assert answer["Cache-Control"] == "private, no-store"


def test_a_cookie_with_a_hidden_nul_reaches_no_session(client):
    assert client.get("/", headers={"Cookie": r'sessionid="\000aaaaaaaaaaaa"'}).status_code == 400


@pytest.mark.parametrize("charset", ["cp037", "hex", "rot13", "utf-16"])
def test_no_header_says_how_the_query_is_read(monkeypatch, charset):
    monkeypatch.setattr("shop.wsgi.django", lambda environ, start_response: WSGIRequest(environ).GET["q"])
    for kind in ("text/plain; Charset=", "text/plain; charset*=utf-8''"):
        environ = RequestFactory().get("/search/?q=caf%C3%A9").environ | {"CONTENT_TYPE": kind + charset}
        assert application(environ, None) == "café"


class TestContentSecurity:
    def answer(self, view) -> str:
        answer = ContentSecurityMiddleware(view)(RequestFactory().get("/"))
        return answer.headers.get("Content-Security-Policy", "")

    def test_what_the_settings_say_in_one_order(self):
        directives = self.answer(lambda request: HttpResponse()).split("; ")
        assert directives == sorted(build_policy().split("; "))
        assert "default-src 'self'" in directives

    def test_a_view_may_have_its_own(self):
        view = csp_update({"img-src": ["example.com"]})(lambda request: HttpResponse())
        assert "img-src 'self' data: example.com" in self.answer(view)
        assert self.answer(csp_exempt()(lambda request: HttpResponse())) == ""
        assert "'nonce-" in self.answer(
            csp_update({"script-src": [NONCE]})(lambda request: HttpResponse(str(request.csp_nonce)))
        )


class TestPolicy:
    def answer(self, request=None, policy=PRIVATE, response=None):
        def view(request):
            """A view with that policy."""

        request, response = request or RequestFactory().get("/"), response or HttpResponse("x")
        view.cache_policy = policy
        request.resolver_match = ResolverMatch(view, (), {})
        apply_policy(request, response)
        return response["Cache-Control"]

    def policy(self):
        return public(60)(lambda request: None).cache_policy

    def test_private_unless_declared(self):
        assert self.answer() == "private, no-store"
        assert self.answer(policy=self.policy()) == "public, max-age=0, s-maxage=60"

    def test_never_public_with_a_cookie_an_error_or_a_post(self):
        factory = RequestFactory()
        setting_a_cookie = HttpResponse("x")
        setting_a_cookie.set_cookie("seen", "1")
        for case in (
            {"response": setting_a_cookie},
            {"response": HttpResponse(status=500)},
            {"response": HttpResponse(status=302)},
            {"request": factory.post("/")},
        ):
            assert self.answer(policy=self.policy(), **case) == "private, no-store"


class TestSameOrigin:
    """What a browser says decides for marked views; a silent client needs the token, as on every other view."""

    def verdict(self, view=None, **headers):
        request = RequestFactory(enforce_csrf_checks=True).post("/", headers=headers)
        middleware = SameOriginMiddleware(lambda request: HttpResponse())
        middleware.process_request(request)
        answer = middleware.process_view(request, view or same_origin(lambda request: None), (), {})
        return 200 if answer is None else answer.status_code

    def test_own_pages_may(self):
        assert self.verdict(**{"Sec-Fetch-Site": "same-origin"}) == 200
        assert self.verdict(Origin="http://testserver") == 200

    @pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
    def test_other_sites_may_not(self, site):
        assert self.verdict(**{"Sec-Fetch-Site": site}) == 403

    @pytest.mark.parametrize(
        "origin", ["http://evil.example", "null", "https://testserver", "http://testserver:81", "http://["]
    )
    def test_other_origins_may_not(self, origin):
        assert self.verdict(Origin=origin) == 403

    def test_a_silent_client_needs_the_token(self):
        assert self.verdict() == 403

    def test_unmarked_views_always_need_the_token(self):
        assert self.verdict(lambda request: None, **{"Sec-Fetch-Site": "same-origin"}) == 403
