"""Closed, open, half-open. Time goes by as the test says; the rest is the breaker's own."""

import logging

import pytest

from shop.db import breaker as module
from shop.db.breaker import CLOSED, FIRST_HOLD_SECONDS, HALF_OPEN, LONGEST_HOLD_SECONDS, OPEN, STEADY_SECONDS, Breaker


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 100.0

        def monotonic(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


@pytest.fixture
def breaker(clock):
    breaker = Breaker("replica1")
    breaker.pass_probe()
    clock.now += STEADY_SECONDS
    return breaker


def heal(breaker, clock):
    clock.now = breaker.probe_at
    breaker.pass_probe()
    breaker.pass_probe()


def test_an_unknown_node_is_not_in_rotation_until_it_has_answered():
    fresh = Breaker("replica1")
    assert not fresh.is_closed
    fresh.pass_probe()
    assert fresh.is_closed


def test_after_a_trip_the_node_must_pass_twice(breaker):
    breaker.trip("refused")
    assert breaker.state == OPEN
    breaker.pass_probe()
    assert breaker.state == HALF_OPEN and not breaker.is_closed
    breaker.pass_probe()
    assert breaker.state == CLOSED


def test_a_trip_while_half_open_begins_again(breaker, clock):
    breaker.trip("refused")
    breaker.pass_probe()
    clock.now += 1
    breaker.trip("refused again")
    assert breaker.state == OPEN
    assert breaker.probe_at == clock.now + FIRST_HOLD_SECONDS  # it had not been closed, so this is no relapse


def test_nobody_is_asked_during_the_hold(breaker, clock):
    breaker.trip("refused")
    assert breaker.probe_at == pytest.approx(clock.now + FIRST_HOLD_SECONDS)
    heal(breaker, clock)
    assert breaker.probe_at == 0.0


def test_a_relapse_waits_longer_up_to_a_limit(breaker, clock):
    holds = []
    for _ in range(6):
        breaker.trip("again")
        holds.append(breaker.hold_seconds)
        heal(breaker, clock)
    assert holds == [0.2, 0.4, 0.8, 1.6, LONGEST_HOLD_SECONDS, LONGEST_HOLD_SECONDS]


def test_a_steady_node_is_believed_again(breaker, clock):
    for _ in range(3):
        breaker.trip("again")
        heal(breaker, clock)
    clock.now += STEADY_SECONDS
    breaker.trip("much later")
    assert breaker.hold_seconds == FIRST_HOLD_SECONDS


def test_one_line_a_change_however_many_victims(breaker, clock, caplog):
    caplog.set_level(logging.INFO, "shop.db.breaker")
    for _ in range(5):
        breaker.trip("server closed\nthe connection")
    heal(breaker, clock)
    said = [record.getMessage() for record in caplog.records]
    assert said == [
        "database node replica1: out of rotation: server closed the connection",
        "database node replica1: in rotation",
    ]
    assert breaker.trips == 1


def test_a_node_that_was_never_there_says_why(caplog):
    fresh = Breaker("replica1")
    fresh.trip("connection refused")
    fresh.trip("connection refused")
    assert fresh.reason == "connection refused"
    assert len(caplog.records) == 1
