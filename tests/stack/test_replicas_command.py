"""`manage.py replicas` tells of every node, well or not, and never waits for one that is frozen."""

import json
import os
import signal
import subprocess
import time
from itertools import pairwise

import pytest
from stack import place

pytestmark = [pytest.mark.stack, pytest.mark.serial]
COMMAND = [str(place.PYTHON), str(place.ROOT / "manage.py"), "replicas"]


@pytest.fixture(autouse=True)
def healed(stack):
    yield
    stack.heal()


def started(stack, *options) -> subprocess.Popen:
    settings = stack.settings | {"DJANGO_SETTINGS_MODULE": "settings.deploy"}  # pytest's has no replicas
    return subprocess.Popen(
        [*COMMAND, *options], env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def once(stack) -> tuple[int, dict, dict[str, dict]]:
    """Exit code, the whole report, its rows by name."""
    command = started(stack, "--once", "--json")
    out, err = command.communicate(timeout=20)
    assert out, err
    report = json.loads(out)
    return command.returncode, report, {row["name"]: row for row in report["rows"]}


def test_all_is_well(stack):
    stack.wait_until_well("replica1", "replica2")
    code, report, rows = once(stack)
    assert code == 0
    assert report["is_well"]
    assert report["primary"] == "primary"
    assert {name: row["role"] for name, row in rows.items()} == {
        "primary": "primary",
        "replica1": "replica",
        "replica2": "replica",
    }
    for name in ("replica1", "replica2"):
        assert rows[name]["address"] == f"127.0.0.1:{stack.port[name]}"
        assert rows[name]["in_rotation"]
        assert rows[name]["behind_bytes"] < 10_000_000
        assert rows[name]["lag_seconds"] < 3
        assert rows[name]["connections"]["probe"] >= 1
    assert "DB_PASSWORD" not in stack.settings or stack.settings["DB_PASSWORD"] not in json.dumps(report)


@pytest.mark.parametrize("hurt", ["stop", "freeze"])
def test_a_replica_that_is_gone(stack, hurt):
    getattr(stack, hurt)("replica2")
    begun = time.monotonic()
    code, report, rows = once(stack)
    assert time.monotonic() - begun < 8
    assert code == 1
    assert not report["is_well"]
    assert not rows["replica2"]["in_rotation"]
    assert rows["replica2"]["breaker"] == "open"
    assert rows["replica2"]["reason"]
    assert rows["replica1"]["in_rotation"]
    assert report["primary"] == "primary"


def test_a_frozen_primary(stack):
    stack.freeze("primary")
    code, report, rows = once(stack)
    assert code == 1
    assert report["primary"] == ""
    assert rows["replica1"]["in_rotation"]


def test_live_until_ctrl_c(stack):
    """A replica that freezes while one looks on: the table goes on, each second."""
    command = started(stack, "--json")
    try:
        before = json.loads(command.stdout.readline())
        stack.freeze("replica1")
        stamps, seen = [before["at"]], before
        while seen["is_well"]:
            seen = json.loads(command.stdout.readline())
            stamps.append(seen["at"])
            assert len(stamps) < 6
        stack.thaw("replica1")
        while not seen["is_well"]:
            seen = json.loads(command.stdout.readline())
            stamps.append(seen["at"])
            assert len(stamps) < 20
        assert max(later - earlier for earlier, later in pairwise(stamps)) < 3
    finally:
        os.kill(command.pid, signal.SIGINT)
        _, err = command.communicate(timeout=10)
    assert command.returncode == 0
    assert "Traceback" not in err


def test_the_table_fits_a_terminal(stack):
    command = started(stack, "--once")
    out, _ = command.communicate(timeout=20)
    assert command.returncode == 0
    assert max(map(len, out.splitlines())) <= 100
    assert "Writes go to primary." in out
    for name in ("primary", "replica1", "replica2"):
        assert f"\n{name} " in out


def test_reads_are_counted_without_the_probes(stack):
    """The front door's own checks make a few; the probes of all processes, some hundred a second, are left out."""
    for _ in range(12):  # a fresh process takes a second for its first page
        stack.get(f"/search/?q=first&new={time.time_ns()}", layer="app1")
    command = started(stack, "--json")
    try:
        for _ in range(2):
            idle = json.loads(command.stdout.readline())
        for number in range(40):
            stack.get(f"/search/?q=nothing{number}&new={time.time_ns()}", layer="app1")  # which no cache has
        busy = json.loads(command.stdout.readline())
    finally:
        os.kill(command.pid, signal.SIGINT)
        command.communicate(timeout=10)
    rows = {row["name"]: row for row in busy["rows"]}
    assert sum(row["reads_per_second"] for row in idle["rows"]) < 20
    assert sum(row["reads_per_second"] for row in busy["rows"]) > 20
    assert rows["replica1"]["share_of_reads"] + rows["replica2"]["share_of_reads"] > 0.9
