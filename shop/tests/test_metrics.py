"""Each view's time and each answer's status reach statsd under the view's real name."""

import socket
from importlib import import_module

import pytest
from django.conf import settings
from django_statsd import clients

from shop.middleware import metrics


@pytest.fixture
def heard(monkeypatch):
    """A statsd of our own: a bound UDP socket, and the client that settings name when STATSD is on, pointed at it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(2)
        normal = import_module("django_statsd.clients.normal")
        client = normal.StatsClient("127.0.0.1", server.getsockname()[1], prefix=settings.STATSD_PREFIX)
        monkeypatch.setattr(metrics, "statsd", client)
        yield lambda count: [server.recv(512).decode() for _ in range(count)]


def test_a_view_is_timed_and_its_status_counted(client, heard):
    client.get("/healthz")
    timing, status = heard(2)
    assert timing.startswith("shop.view.healthz.GET:")
    assert timing.endswith("|ms")
    assert status == "shop.response.200:1|c"


def test_an_unknown_path_has_one_name_for_all(client, heard, db):
    client.get("/no/such/page/")
    assert heard(1)[0].startswith("shop.view.unknown.GET:")


def test_without_statsd_nothing_is_sent():
    assert type(clients.statsd).__module__ == "django_statsd.clients.null"
