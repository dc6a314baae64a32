"""One server as this process sees it: what it is good for, what is said of it, and how its connections are ended."""

import logging
import os

import pytest

from shop.db.node import Node


@pytest.fixture
def replica(settings):
    settings.REPLICA_LAG_SECONDS = 10
    return Node("replica1", {})


def told(node, *, in_recovery=True, position=1000, lag_seconds=0.0):
    node.learn(in_recovery, 1, position, 0.0, lag_seconds)


@pytest.fixture
def said(caplog):
    caplog.set_level(logging.INFO, "shop.db")
    return lambda: [record.getMessage().removeprefix("database node replica1: ") for record in caplog.records]


def test_it_is_good_for_nothing_until_it_has_spoken(replica):
    assert not replica.is_fit and not replica.is_writable
    told(replica)
    assert replica.is_fit and not replica.is_writable


def test_a_primary_is_no_place_for_reads_that_may_lag(replica):
    told(replica, in_recovery=False)
    assert replica.is_writable and not replica.is_fit


def test_each_change_of_role_is_said_once(replica, said):
    for in_recovery in (True, True, False, False, True):
        told(replica, in_recovery=in_recovery)
    assert said() == ["in rotation", "is now taking writes", "is now a replica"]


def test_each_change_of_lag_is_said_once(replica, said):
    for lag_seconds in (0, 9.9, 10.1, 60, 9.9, 0):
        told(replica, lag_seconds=lag_seconds)
        assert replica.is_fit is (lag_seconds < 10)
    assert said() == ["in rotation", "lags too much", "has caught up"]


def test_an_old_heartbeat_from_before_the_process_began_is_not_said(replica, said):
    """Nobody has written one while no process ran; the next is 50 ms away."""
    told(replica, lag_seconds=86_400)
    assert not replica.is_fit
    told(replica)
    assert replica.is_fit
    assert said() == ["in rotation"]


@pytest.mark.django_db
def test_no_handle_stays_behind(replica, another):
    another.ensure_connection()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        replica.watch(another.connection)
        replica.forget(another.connection)
    replica.forget(another.connection)
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.django_db
def test_hanging_up_twice_does_no_harm(replica, another):
    another.ensure_connection()
    replica.watch(another.connection)
    replica.hang_up()
    replica.hang_up()
    assert replica.generation == 2
    replica.forget(another.connection)
