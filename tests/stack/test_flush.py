"""Asking for a page anew, and looking at what is stored, through Varnish: staff, customers, strangers."""

import re
import subprocess
import sys

import pytest
import requests

from settings.environment import BASE_DIR
from tests.stack.test_caching import signed_in

pytestmark = [pytest.mark.stack, pytest.mark.serial]
PAGE = "/pages/about/"


@pytest.fixture
def staff(stack):
    """One of the staff's browsers; and no longer of the staff afterwards."""
    session, name = signed_in(stack)
    stack.psql(f"UPDATE accounts_customer SET is_staff = true WHERE name = '{name}'")
    yield session
    stack.psql(f"UPDATE accounts_customer SET is_staff = false WHERE name = '{name}'")


def warm(stack) -> int:
    """The page is a hit; seconds since it was made."""
    stack.get(PAGE)
    answer = stack.get(PAGE)
    assert answer.headers["X-Cache"] == "hit"
    return int(answer.headers["Age"])


def test_staff_make_a_page_anew_for_all(stack, staff):
    warm(stack)
    asked = staff.get(f"{stack.url}{PAGE}?flush-the-cache")
    assert asked.headers["X-Cache"] == "pass"
    assert 'varnish;desc="pass", page;desc="flushed"' in asked.headers["Server-Timing"]
    assert asked.headers["Cache-Control"] == "private, no-store"
    first, second = stack.get(PAGE), stack.get(PAGE)
    assert first.headers["X-Cache"] == "miss"  # Varnish had dropped it
    assert 'page;desc="hit"' in first.headers["Server-Timing"]  # Django has the new one
    assert second.headers["X-Cache"] == "hit"
    assert re.match(r'varnish;desc="hit, made \d s ago by:", page;desc="hit"', second.headers["Server-Timing"])


def test_for_strangers_and_customers_it_means_nothing(stack):
    customer, stranger = signed_in(stack)[0], requests.Session()
    warm(stack)
    for ask in ("?flush-the-cache", "?flush-the-cache=1", "?utm_source=x&flush-the-cache"):
        assert stranger.get(stack.url + PAGE + ask).headers["X-Cache"] == "hit"
        answer = customer.get(stack.url + PAGE + ask)
        assert 'page;desc="flushed"' not in answer.headers["Server-Timing"]
        assert stack.get(PAGE).headers["X-Cache"] == "hit"


def test_staff_look_through_the_layers(stack, staff):
    form = stack.settings["ADMIN_PATH"].strip("/")
    age = warm(stack)
    shown = staff.get(f"{stack.url}/{form}/trace/", params={"url": PAGE})
    assert shown.status_code == 200
    assert shown.headers["X-Cache"] == "pass"
    assert "no-store" in shown.headers["Cache-Control"]
    text = " ".join(shown.text.split())
    assert re.search(r'class="is-hit">hit</td>\s*<td>\d+ s', text)
    assert '<strong class="is-fresh">fresh</strong>' in text
    assert "byte for byte what the database says" in text
    assert re.search(r"<dd>\d+ (process|memcached)|<td>replica\d</td>", text)  # the menu
    assert int(stack.get(PAGE).headers["Age"]) >= age  # nothing was fetched
    for other in (requests.Session(), signed_in(stack)[0]):
        refused = other.get(f"{stack.url}/{form}/trace/", params={"url": PAGE}, allow_redirects=False)
        assert refused.status_code == 302


def test_the_command_drops_a_page_everywhere(stack):
    warm(stack)
    words = [sys.executable, "manage.py", "flush_page", PAGE]
    settings = stack.settings | {"DJANGO_SETTINGS_MODULE": "settings.deploy"}
    run = subprocess.run(words, env=settings, cwd=BASE_DIR, capture_output=True, text=True, timeout=60, check=True)
    assert "page cache:" in run.stdout
    assert re.search(r"Varnish 127\.0\.0\.1:\d+: [1-9]\d* objects", run.stdout)
    answer = stack.get(PAGE)
    assert answer.headers["X-Cache"] == "miss"
    assert 'page;desc="missing"' in answer.headers["Server-Timing"]
