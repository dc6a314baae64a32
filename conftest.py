"""Holds for every app's tests."""

import uuid
from contextlib import suppress

import pytest

from shop.caching import versions
from shop.caching.redis import CacheAway
from shop.tests.primary_guard import PrimaryGuard


@pytest.fixture(autouse=True)
def primary_guard(request, monkeypatch):
    """Fails a test whose page touches the primary though it need not (shop/tests/primary_guard.py).

    Where a page must, the test says why: `@pytest.mark.reads_primary("a first visit is given its session")`.
    """
    if request.node.get_closest_marker("reads_primary") is not None:
        return None
    guard = PrimaryGuard()
    guard.install(monkeypatch)
    return guard


@pytest.fixture(autouse=True)
def fresh_pages(monkeypatch):
    """The page cache has keys and an epoch of this test's own: what an earlier one stored is of another database."""
    epoch = uuid.uuid4().hex[:8]
    monkeypatch.setattr("shop.caching.versions.prefix", lambda: f"pages-{epoch}:")
    with suppress(CacheAway):
        versions.run(versions.EPOCH, [], "tests", epoch, 0)


@pytest.fixture
def relay(db, primary_guard, settings):
    """Call it after a change: what the real relay does within milliseconds, for a test's own transaction.

    The guard's replica is at a made-up position: the change is then at that one, and the replica moves past it.
    """
    from shop.outbox.relay import Relay  # noqa: PLC0415  needs settings

    settings.VARNISH_NODES = []
    relay = Relay()
    relay._epoch_at = float("inf")  # a new epoch would make everything a miss, whatever was told

    def step():
        nodes = primary_guard.nodes.replicas if primary_guard else []
        if nodes:
            relay.position = lambda: nodes[0].position
        relay.step()
        for node in nodes:
            node.position += 1

    return step


@pytest.fixture
def run_tasks(db):
    """Call it: all tasks that are due run now; returns their keys (shop/tests/tasks/at_once.py)."""
    from shop.tests.tasks.at_once import run_at_once  # noqa: PLC0415  needs settings

    return run_at_once
