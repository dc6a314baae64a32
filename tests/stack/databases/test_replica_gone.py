"""One replica, or both, out of order in every way: visitors notice nothing, and a node that is back is used again."""

import time

import pytest

from tests.stack.databases.sessions import REPLICAS, configure, reset, superuser

pytestmark = [pytest.mark.stack, pytest.mark.serial]

TOO_LATE_SECONDS = 3  # REPLICA_LAG_SECONDS of the test stack (bin/stack/environment.py)
AWAY_SECONDS = 1.5


@pytest.fixture
def faults(stack):
    """Name → (begin, end), each for one node."""

    def pause(node):
        with superuser(stack, node) as cursor:
            cursor.execute("SELECT pg_wal_replay_pause()")

    def resume(node):
        with superuser(stack, node) as cursor:
            cursor.execute("SELECT pg_wal_replay_resume()")

    return {
        "stopped": (stack.stop, stack.start),
        "killed": (stack.kill_all_of, lambda node: None),  # supervisord starts it again
        "frozen": (stack.freeze, stack.thaw),
        "lagging 60 s": (
            lambda node: configure(stack, node, recovery_min_apply_delay="60s"),
            lambda node: reset(stack, node),
        ),
        "replay paused": (pause, resume),
    }


@pytest.mark.parametrize("name", ["stopped", "killed", "frozen"])
def test_one_replica_gone(shop, stack, faults, name):
    begin, end = faults[name]
    with shop.case(f"replica1 {name}") as case:
        with case.fault():
            begin("replica1")
            if name != "killed":
                time.sleep(AWAY_SECONDS)
            end("replica1")
            stack.wait_until_well("replica1")
        case.wait_for("replica1")


def test_one_replica_restarted(shop, stack):
    with shop.case("replica1 restarted") as case:
        with case.fault():
            stack.stop("replica1")
            stack.start("replica1")
            stack.wait_until_well("replica1")
        case.wait_for("replica1")


@pytest.mark.parametrize("name", ["lagging 60 s", "replay paused"])
def test_one_replica_late(shop, faults, name):
    begin, end = faults[name]
    with shop.case(f"replica1 {name}") as case:
        with case.fault():
            begin("replica1")
            time.sleep(TOO_LATE_SECONDS + 2)
            assert "replica1" not in case.during(after=TOO_LATE_SECONDS + 1).share()
            end("replica1")
        case.wait_for("replica1")


@pytest.mark.parametrize("name", ["stopped", "killed", "frozen", "lagging 60 s"])
def test_both_replicas_gone(shop, stack, faults, name):
    begin, end = faults[name]
    seconds = TOO_LATE_SECONDS + 2 if name.startswith("lagging") else AWAY_SECONDS
    with shop.case(f"both replicas {name}") as case:
        with case.fault():
            for node in REPLICAS:
                begin(node)
            time.sleep(seconds)
            share = case.during().share()
            for node in REPLICAS:
                end(node)
            stack.wait_until_well(*REPLICAS)
        for node in REPLICAS:
            case.wait_for(node)
    assert any(node.startswith("primary") for node in share), share
