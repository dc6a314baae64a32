"""The staff's trace page: what it tells of a page, that it changes nothing, and whom and what it refuses."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Customer
from shop.caching import versions
from shop.caching.anew import is_alone
from shop.caching.pages import TwoPassView

pytestmark = pytest.mark.django_db
PAGE = "/pages/about/"


@pytest.fixture
def staff(settings):
    settings.VARNISH_NODES = ["127.0.0.1:1"]  # nobody listens there
    client = Client()
    client.force_login(Customer.objects.create_user("staff@example.com", "a phrase of staff", is_staff=True))
    return client


@pytest.fixture
def ask(staff):
    return lambda url: staff.get(reverse("trace"), {"url": url})


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_what_is_stored_and_how_it_would_be_made_now(ask):
    Client().get(PAGE)
    answer = ask(PAGE)
    trace = answer.context["trace"]
    assert trace.stored.verdict == "fresh"
    assert trace.is_stored_true
    assert trace.is_now_true
    assert trace.stored.shell.position < trace.now.position + 1
    assert [tag.name for tag in trace.stored.tags] == ["menu"]
    assert [hole["name"] for hole in trace.holes] == trace.now.holes != []
    assert sum(number for _node, _why, number, _ms in trace.by_node) >= 1
    assert "byte for byte" in text(answer)
    assert "127.0.0.1:1" in text(answer)
    assert "did not answer" in text(answer)
    assert "no-store" in answer["Cache-Control"]


def test_why_a_shell_is_no_longer_good(ask, primary_guard):
    Client().get(PAGE)
    here = primary_guard.nodes.replicas[0]
    versions.raise_versions(here.position, ["menu"])
    here.position += 1
    assert ask(PAGE).context["trace"].stored.verdict == "changed menu"
    Client().get(PAGE)
    assert ask(PAGE).context["trace"].stored.verdict == "fresh"
    versions.client().delete(versions.prefix() + "epoch")
    assert ask(PAGE).context["trace"].stored.verdict == "no epoch"


def test_a_change_that_no_cache_was_told_of_shows(ask, settings):
    Client().get(PAGE)
    settings.SITE_NAME = "Lanterns"
    answer = ask(PAGE)
    assert answer.context["trace"].stored.verdict == "fresh"
    assert not answer.context["trace"].is_stored_true
    assert "is not what the database says" in text(answer)


def test_it_judges_as_the_page_does(ask):
    answer = Client().get(PAGE)
    assert answer.wsgi_request.made.state == "missing"
    assert ask(PAGE).context["trace"].stored.verdict == "fresh"
    key = versions.shell_key(versions.key_of("page", "en-USD", PAGE))
    line = versions.client().get(key)
    epoch = line.split(b" ", 1)[0]
    for part, stored, verdict in (
        (key, line.replace(epoch, b"old", 1), "epoch"),
        (f"{key}:bytes", b"rubbish", "garbage"),
        (key, b"", "missing"),
    ):
        versions.client().set(part, stored) if stored else versions.client().delete(part)
        assert ask(PAGE).context["trace"].stored.verdict == verdict
        assert Client().get(PAGE).wsgi_request.made.state == verdict


def test_nothing_stored_changes(ask):
    before = sorted(versions.client().keys(f"{versions.prefix()}*"))
    assert ask(PAGE).context["trace"].stored.verdict == "missing"
    assert sorted(versions.client().keys(f"{versions.prefix()}*")) == before


NOT_OURS = ["about", "//evil.example/", "http://evil.example/", "https://127.0.0.1:6379/", "file:///etc/passwd"]
ODD = ["/\\evil.example", "/@evil", "/p/%00/", "/pages/about/\r\nX: 1", "/p/%ff/", "/" + "a" * 3000, "/../etc/passwd"]


@pytest.mark.parametrize("url", [*NOT_OURS, *ODD, "/no/such/"])
def test_what_is_no_page_of_ours_is_refused(ask, url):
    answer = ask(url)
    assert answer.status_code == 400
    assert answer.context.get("trace") is None


@pytest.mark.parametrize(
    ("url", "word"), [("/robots.txt", "3600"), ("/cart/", "Private"), ("/p/none/", "404"), ("/search/?page=x", "404")]
)
def test_other_answers_are_told_as_what_they_are(ask, url, word):
    answer = ask(url)
    assert answer.status_code == 200
    assert word in text(answer)


def test_the_truth_is_made_of_nothing_stored(ask, monkeypatch):
    alone, really_build = [], TwoPassView.build

    def build(*args):
        alone.append(is_alone())
        return really_build(*args)

    monkeypatch.setattr(TwoPassView, "build", build)
    ask(PAGE)
    assert alone == [False, True]


def test_text_of_the_form_is_text(ask):
    assert "<script>x" not in text(ask('/"><script>x</script>'))


@pytest.mark.parametrize("who", ["nobody", "a customer"])
def test_for_staff_only(who, client, monkeypatch):
    monkeypatch.setattr(TwoPassView, "build", None)
    if who == "a customer":
        client.force_login(Customer.objects.create_user("vera@example.com", "a customer's own phrase"))
    answer = client.get(reverse("trace"), {"url": PAGE})
    assert answer.status_code == 302
    assert "login" in answer["Location"]
