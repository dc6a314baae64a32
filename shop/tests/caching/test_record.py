"""The record of who heard of which change when: complete for a mass edit, and bounded."""

import time

import pytest

from shop.caching import versions
from shop.outbox import record
from shop.outbox.record import RELAY, Record, words


def heard_of(position):
    return record.heard_of(position, words())


def told(position, *who):
    time.sleep(0.002)
    pen = Record()
    for one in who:
        pen.heard(one, position)
    pen.write()


def test_a_change_was_heard_with_the_first_word_at_or_past_it():
    told(100, RELAY, "redis")
    told(200, RELAY, "redis", "varnish")
    assert set(heard_of(100)) == {RELAY, "redis", "varnish"}
    assert heard_of(100)["redis"] < heard_of(100)["varnish"]
    told(300, RELAY, "redis")
    assert set(heard_of(300)) == {RELAY, "redis"}


def test_one_who_was_away_for_long_has_heard_too():
    told(100, RELAY, "redis")
    pen = Record()
    for position in range(101, 400):
        pen.heard(RELAY, position)
        pen.heard("redis", position)
    pen.write()
    assert set(heard_of(100)) == {RELAY, "redis"}
    told(399, "varnish")
    assert set(heard_of(100)) == {RELAY, "redis", "varnish"}


def test_what_the_record_never_had_is_unknown():
    told(200, RELAY, "redis")
    assert heard_of(100) == {}


def test_without_news_nothing_is_asked(monkeypatch):
    monkeypatch.setattr(record, "client", pytest.fail)
    Record().write()


def test_it_stays_small(monkeypatch):
    monkeypatch.setattr(record, "KEPT", 10)
    for position in range(20):
        told(position, RELAY, "redis")
    assert versions.client().zcard(record.key()) == 10
    assert heard_of(3) == {}
    assert set(heard_of(19)) == {RELAY, "redis"}
    assert 0 < versions.client().ttl(record.key()) <= record.KEPT_SECONDS
