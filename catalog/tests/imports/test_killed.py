"""kill -9 in the middle, run again: the same end state as an undisturbed run."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from catalog.models import ImportRun, Product

ROWS = 4000
DUMP = (
    "SELECT source_id, title, slug, price, stock_band, cardinality(category_ids), cardinality(facet_ids), search::text "
    "FROM catalog_product ORDER BY source_id",
    "SELECT v.sku, v.options, s.on_hand, c.amount FROM catalog_variant v JOIN catalog_stock s ON s.variant_id = v.id "
    "LEFT JOIN catalog_price c ON c.variant_id = v.id ORDER BY 1",
    "SELECT p.source_id, c.url_path FROM catalog_listing l JOIN catalog_product p ON p.id = l.product_id "
    "JOIN catalog_category c ON c.id = l.category_id ORDER BY 1, 2",
    "SELECT path, numchild, name, url_path FROM catalog_category ORDER BY path",
)
MAPPING = """
source = "killed"
[product]
source_id = "id"
title = "title"
brand = "brand"
[price]
USD = "price"
[stock]
least = 0
most = 9
[categories]
path = ["{group}", "{kind}"]
[attributes]
color = { column = "color", facet = true }
"""


@pytest.fixture
def command(tmp_path):
    """The command line of an import of ROWS rows, of which every hundredth is refused."""
    (tmp_path / "killed.toml").write_text(MAPPING)
    with (tmp_path / "rows.jsonl").open("w") as file:
        for n in range(ROWS):
            row = {"id": n, "title": f"Mug {n % 900}", "brand": f"Brand {n % 7}", "color": ["Red", "Blue"][n % 2],
                   "price": "x" if n % 100 == 0 else n / 4, "group": f"G{n % 5}", "kind": f"K{n % 50}"}  # fmt: skip
            file.write(json.dumps(row) + "\n")
    manage = Path(settings.BASE_DIR) / "manage.py"
    return [sys.executable, str(manage), "import_catalog", "jsonl", str(tmp_path / "rows.jsonl"), "--mapping",
            str(tmp_path / "killed.toml"), "--report", str(tmp_path / "report.jsonl"), "--skip-checks"]  # fmt: skip


@pytest.fixture
def environment(transactional_db):
    """A subprocess that works on this test's database."""
    place = connection.settings_dict
    address = f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT'] or 5432}/{place['NAME']}"
    return os.environ | {"DATABASE_URL": address.replace(":@", "@"), "DJANGO_SETTINGS_MODULE": "settings.test"}


def dump():
    with connection.cursor() as cursor:
        found = []
        for query in DUMP:
            cursor.execute(query)
            found.append(cursor.fetchall())
    return found


def empty():
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE catalog_product, catalog_category, catalog_brand, catalog_importrun CASCADE")


def kill_after(command, environment, rows):
    """Starts it, and kills it as soon as this many rows are committed."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if (ImportRun.objects.values_list("rows_done", flat=True).first() or 0) >= rows:
            break
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    return process.wait()


def test_killed_and_run_again_is_as_undisturbed(command, environment, tmp_path):
    undisturbed = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert undisturbed.returncode == 3, undisturbed.stderr
    wanted, report = dump(), (tmp_path / "report.jsonl").read_text()
    assert len(wanted[0]) == ROWS - ROWS // 100

    empty()
    assert kill_after(command, environment, 1) == -signal.SIGKILL
    assert kill_after(command, environment, 2000) == -signal.SIGKILL
    done = ImportRun.objects.get()
    assert done.finished_at is None
    assert 0 < done.rows_done < ROWS
    assert Product.objects.count() == done.rows_done  # batch and progress are one transaction

    resumed = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert resumed.returncode == 3, resumed.stderr
    assert "of them were taken by a run that was stopped" in resumed.stdout
    assert dump() == wanted
    assert sorted((tmp_path / "report.jsonl").read_text().splitlines()) == sorted(report.splitlines())


def test_a_lost_connection_is_one_sentence_and_the_next_run_goes_on(command, environment):
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not ImportRun.objects.filter(rows_done__gt=0).exists():
        time.sleep(0.005)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Run the same command again" in said
    assert "Traceback" not in said
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert again.returncode == 3
    assert Product.objects.count() == ROWS - ROWS // 100
