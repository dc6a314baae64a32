"""settings.dev: the debug toolbar on pages, and one switch to run them without any cache."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from settings.environment import BASE_DIR

SHOW = """
import django; django.setup()
from django.conf import settings
from django.test import Client
page = Client(REMOTE_ADDR="127.0.0.1").get("/account/login/").content.decode()
names = settings.CACHES["default"]["BACKEND"], settings.SESSION_ENGINE
print("djDebug" in page, *(name.rsplit(".", 1)[1] for name in names))
"""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "True TolerantMemcached sessions"),
        ({"TOOLBAR": "off"}, "False TolerantMemcached sessions"),
        ({"CACHE": "off"}, "True DummyCache db"),
    ],
)
def test_what_a_developer_gets(environment, expected):
    place = connection.settings_dict
    address = f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT'] or 5432}/{place['NAME']}"
    inherited = {name: value for name, value in os.environ.items() if name not in {"DEBUG", "TOOLBAR", "CACHE"}}
    ours = {"DATABASE_URL": address.replace(":@", "@"), "DJANGO_SETTINGS_MODULE": "settings.dev"}
    run = subprocess.run(
        [sys.executable, "-c", SHOW],
        env=inherited | ours | environment,
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.stdout.strip() == expected, run.stderr
