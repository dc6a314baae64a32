"""The toolbar with a developer's settings: each answer is in its history, pages, JSON and ESI fragments alike, and its
panels open; and what CACHE=off turns off."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from settings.environment import BASE_DIR

SHOW = """
import django; django.setup()
import json, uuid
from django.test import Client
from debug_toolbar.store import get_store
from shop.caching import versions
prefix = f"pages-{uuid.uuid4().hex[:8]}:"
versions.prefix = lambda: prefix
if EPOCH:
    versions.run(versions.EPOCH, [], "tests", "tests", 0)
ask = Client(REMOTE_ADDR="127.0.0.1").get
found = []
for path in ("/pages/about/", "/pages/about/", "/search/suggest/?q=o", "/_hole/personal/en-USD/"):
    known = set(get_store().request_ids())
    answer = ask(path)
    (own,) = set(get_store().request_ids()) - known
    panels = {
        name: ask("/__debug__/render_panel/", {"request_id": own, "panel_id": name}).json()["content"]
        for name in ("LayersPanel", "DatabasePanel", "TemplatesPanel", "SQLPanel")
    }
    listed = ask("/__debug__/history_refresh/", {"request_id": own, "exclude_history": "False"}).json()["requests"]
    found.append([answer.status_code, path.split("?")[0] in str(listed), panels])
print(json.dumps(found))
"""


def shown(cache: str) -> list:
    place = connection.settings_dict
    address = f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT'] or 5432}/{place['NAME']}"
    ours = {"DJANGO_SETTINGS_MODULE": "settings.dev", "DEBUG": "on", "TOOLBAR": "on", "CACHE": cache}
    ours |= {"DATABASE_URL": address.replace(":@", "@"), "REPLICA_URLS": ""}
    run = subprocess.run(
        [sys.executable, "-c", SHOW.replace("EPOCH:", f"{cache == 'on'}:")],
        env=os.environ | ours,
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.django_db
def test_pages_json_and_fragments_are_all_there():
    found = shown("on")
    assert [status for status, _listed, _panels in found] == [200] * 4
    assert all(listed for _status, listed, _panels in found)
    assert all(content for _status, _listed, panels in found for content in panels.values())
    layers = [panels["LayersPanel"] for _status, _listed, panels in found]
    assert "<b>missing</b>" in layers[0]
    assert "<b>hit</b>" in layers[1]
    assert "<code>menu</code>" in layers[0]
    assert "<b>missing</b>" in layers[2]
    assert "max-age=3600" in layers[3]


@pytest.mark.django_db
def test_cache_off_turns_off_pages_and_fragments_too():
    layers = [panels["LayersPanel"] for _status, _listed, panels in shown("off")]
    assert all("CACHE=off" in layer for layer in layers)
    assert "<b>away</b>" in layers[0]
    assert "<b>away</b>" in layers[1]
    assert "hit</td>" not in layers[1]
