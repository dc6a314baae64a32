"""settings.deploy starts on safe values alone: one refusal each, in a process of its own as in production."""

import os
import subprocess
import sys

import pytest

from settings.environment import BASE_DIR

SAFE = {
    "SECRET_KEY": "kJ8-vQz3xW5nR7tY1uP0aS9dF6gH2jK4lZ8xC7vB5nM3qW1eR-tests",
    "SITE_URL": "https://shop.example",
    "ALLOWED_HOSTS": "shop.example",
    "ADMIN_PATH": "back-office-7f3a",
    "DATABASE_URL": "postgres://shop@127.0.0.1:5432/shop",
    "STRIPE_SECRET_KEY": "sk_live_tests",
    "STRIPE_WEBHOOK_SECRET": "whsec_tests",
}


def start(**changes):
    """Imports settings.deploy with SAFE changed so; returns what it said on stderr, "" when it started."""
    return run(**changes).stderr


def run(**changes):
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "settings.deploy"} | SAFE | changes
    program = "from django.conf import settings as s; s.DEBUG; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    return subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_starts_on_safe_values():
    assert start() == ""


def test_cookies_are_this_hosts_alone_where_there_is_tls():
    assert run().stdout.split() == ["__Host-sessionid", "__Host-csrftoken"]
    local = run(SITE_URL="http://localhost:8000", ALLOWED_HOSTS="localhost")
    assert local.stdout.split() == ["sessionid", "csrftoken"]


def test_plain_http_is_for_this_machine_only():
    assert start(SITE_URL="http://localhost:8000", ALLOWED_HOSTS="localhost") == ""
    assert "must be https" in start(SITE_URL="http://shop.example")


def test_test_payments_on_a_public_site_are_asked_for_by_name():
    without = {"STRIPE_SECRET_KEY": "", "STRIPE_WEBHOOK_SECRET": ""}
    assert "everybody could buy at https://shop.example without paying" in start(**without)
    assert start(**without, PAYMENT_DUMMY="on") == ""
    assert start(**without, SITE_URL="http://localhost:8000", ALLOWED_HOSTS="localhost") == ""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"DEBUG": "on"}, "DEBUG=on shows secrets"),
        ({"SECRET_KEY": "dev-only-not-secret-" + "0123456789abcdefghij" * 3}, "SECRET_KEY is missing or weak"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY is missing or weak"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is missing or weak"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS=*"),
        ({"ADMIN_PATH": "admin"}, "ADMIN_PATH='admin'"),
        ({"STRIPE_WEBHOOK_SECRET": ""}, "STRIPE_WEBHOOK_SECRET is not set"),
        ({"CONN_MAX_AGE": "ten"}, "CONN_MAX_AGE='ten' must be a whole number"),
        ({"DEBUG": "perhaps"}, "DEBUG='perhaps' must be on or off"),
        ({"SITE_URL": "ftp://shop.example"}, "must be a URL that begins with http or https"),
        ({"REDIS_URL": "127.0.0.1:6379"}, "REDIS_URL='127.0.0.1:6379' must be a URL"),
        ({"DATABASE_URL": "sqlite:///shop.db"}, "DATABASE_URL must be postgres://"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT='xml' must be one of: json, text"),
    ],
)
def test_refuses(change, says):
    assert says in start(**change)
