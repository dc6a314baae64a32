"""The toolbar's panel, in a process with a developer's settings: with replicas where there are some, and without."""

import os
import re
import subprocess
import sys

import pytest

from settings.environment import BASE_DIR

SHOW = """
import django; django.setup()
from django.test import Client
from debug_toolbar.store import get_store
from debug_toolbar.toolbar import DebugToolbar
answer = Client(REMOTE_ADDR="127.0.0.1").get("/readyz", HTTP_ACCEPT="text/html")
request_id = next(iter(get_store().request_ids()))
panel = DebugToolbar.fetch(request_id, "DatabasePanel").get_panel_by_id("DatabasePanel")
print(answer.status_code, answer["Server-Timing"].split(", ")[-1])
print(panel.nav_subtitle)
print(panel.content)
"""


def shown(environment: dict[str, str]) -> str:
    ours = {"DJANGO_SETTINGS_MODULE": "settings.dev", "SHOW_DATABASE": "on", "DEBUG": "on", "TOOLBAR": "on"}
    run = subprocess.run(
        [sys.executable, "-c", SHOW],
        env=os.environ | ours | environment,
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.stack
def test_with_replicas_each_query_has_its_node(stack):
    first, summary, content = shown({}).split("\n", 2)
    node = summary.split()[0]
    assert node in {"replica1", "replica2"}
    assert re.fullmatch(rf"{node} \d+q round-robin", summary)  # a new connection asks for the types of extensions
    assert first == f'200 db-{node};desc="{summary.removeprefix(node).strip()}"'
    assert "view=readyz" in content
    assert "SELECT 1" in content
    assert "REPLICA_URLS is empty" not in content


@pytest.mark.stack
def test_without_replicas_it_says_so(stack):
    _, summary, content = shown({"REPLICA_URLS": ""}).split("\n", 2)
    assert re.fullmatch(r"primary \d+q direct", summary)
    assert "REPLICA_URLS is empty" in content
