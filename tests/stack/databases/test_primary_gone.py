"""The primary out of order: browsing goes on from replicas, what writes gets a kind 503, a promoted node is found."""

import time

import pytest
from stack import failover

from tests.stack.databases.case import HEAL_SECONDS

pytestmark = [pytest.mark.stack, pytest.mark.serial]

AWAY_SECONDS = 2
KIND_WORDS = "Nothing can be saved"


def assert_kindly_refused(answer):
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert KIND_WORDS in answer.text


def wait_for_writes(stack, since) -> float:
    """Seconds from `since` until something could be written."""
    while (answer := stack.add_to_cart()).status_code != 303:
        assert_kindly_refused(answer)
        assert time.monotonic() < since + HEAL_SECONDS, f"no write {HEAL_SECONDS} s after the primary's return"
        time.sleep(0.05)
    return time.monotonic() - since


@pytest.mark.parametrize("fault", ["stopped", "frozen"])
def test_primary_gone(shop, stack, fault):
    begin, end = {"stopped": (stack.stop, stack.start), "frozen": (stack.freeze, stack.thaw)}[fault]
    assert stack.add_to_cart().status_code == 303
    with shop.case(f"primary {fault}") as case:
        with case.fault():
            begin("primary")
            first = stack.add_to_cart()
            assert_kindly_refused(first)
            assert first.elapsed.total_seconds() < HEAL_SECONDS
            time.sleep(AWAY_SECONDS)
            again = stack.add_to_cart()
            assert_kindly_refused(again)
            assert again.elapsed.total_seconds() < 1, "it should be known by now"
            assert stack.get("/readyz").json() == {"status": "ok", "writes": False}
            end("primary")
            stack.wait_until_well("primary")
        case.healed = wait_for_writes(stack, case.ended)


@pytest.mark.parametrize("fault", ["killed", "frozen"])
def test_a_replica_is_promoted_and_the_old_primary_follows_it(shop, stack, fault):
    if "," not in stack.settings["DATABASE_URL"]:
        pytest.skip("behind pgbouncer, which is told of another primary by its own configuration")
    workers = {name: stack.pid(name) for name in ("uwsgi-app1", "uwsgi-app2")}
    assert stack.add_to_cart().status_code == 303
    with shop.case(f"primary {fault}, replica1 promoted") as case:
        with case.fault():
            stack.freeze("primary")
            time.sleep(0.5)
            if fault == "killed":
                failover.fence(stack.state, "primary")
            failover.promote(stack.state, "replica1")
        case.healed = wait_for_writes(stack, case.ended)
        failover.switch(stack.state, "replica1")  # what is left of it: the old primary becomes a replica
        time.sleep(1)
        assert stack.add_to_cart().status_code == 303
    assert failover.leader(stack.state) == "replica1"
    assert workers == {name: stack.pid(name) for name in workers}, "it was found without a restart"
    written = stack.psql("SELECT count(*) FROM cart_cart", node="replica1")
    failover.switch(stack.state, "primary")
    assert stack.psql("SELECT count(*) FROM cart_cart") == written, "nothing is lost on the way back"
    assert wait_for_writes(stack, time.monotonic())
