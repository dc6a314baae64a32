"""The publisher against a broker of the tests' own: what is sent, and what is not lost when the broker fails."""

import time
from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.db.models import F
from kombu import Connection

from bench.tasks_brokers import Redis
from bench.tasks_house import free_port
from shop.celery import app
from shop.models import TaskRow
from shop.tasks import task
from shop.tasks.broker import Broker, BrokerAway
from shop.tasks.publisher import Publisher

ran = []


@task(queue="now", time_limit_seconds=7)
def run_now(number):
    ran.append(number)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Redis(tmp_path_factory.mktemp("broker") / "redis", free_port())
    server.start()
    yield server
    server.end()


@pytest.fixture
def broker(server, monkeypatch, settings):
    """It runs, and holds nothing."""
    if not server.runs:
        server.start()
    server.wipe()
    for library in ("redis.retry", "kombu.utils.functional"):  # each tries again, and waits between
        monkeypatch.setattr(f"{library}.sleep", lambda seconds: None)
    options = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}
    monkeypatch.setattr(app, "connection_for_write", lambda: Connection(server.url, transport_options=options))
    settings.CELERY_TASK_ALWAYS_EAGER = app.conf.task_always_eager = False
    yield server
    app.conf.task_always_eager = True


@pytest.fixture
def publisher(db, monkeypatch):
    monkeypatch.setattr("shop.tasks.schedule.registry", {})  # the clock asks for nothing
    return Publisher()


def messages(broker, queue):
    """Takes them; (arguments, time limits) each."""
    with Connection(broker.url) as connection:
        waiting = connection.SimpleQueue(queue)
        found = []
        with suppress(waiting.Empty):
            while message := waiting.get(block=False):
                found.append((message.payload[0], message.headers["timelimit"]))
                message.ack()
        return found


def time_passes(seconds):
    passed = timedelta(seconds=seconds)
    TaskRow.objects.update(due_at=F("due_at") - passed, changed_at=F("changed_at") - passed)


def test_only_numbers_are_sent_with_the_tasks_limits(broker, publisher):
    run_now.later(1, key="one")
    assert publisher.step()
    row = TaskRow.objects.get()
    assert row.state == "sent"
    assert messages(broker, "now") == [([row.pk], [17, 7])]  # hard, soft
    assert not publisher.step()


def test_what_the_broker_does_not_take_waits(broker, publisher, caplog):
    run_now.later(1, key="one")
    run_now.later(2, key="two")
    broker.kill_tree()
    with pytest.raises(BrokerAway):
        publisher.step()
    assert {(row.state, row.sends, row.tries) for row in TaskRow.objects.all()} == {("waiting", 0, 0)}
    broker.start()
    assert publisher.step()
    assert len(messages(broker, "now")) == 2


def test_a_frozen_broker_is_given_up_soon(broker, publisher):
    run_now.later(1, key="one")
    broker.freeze()
    started = time.monotonic()
    try:
        with pytest.raises(BrokerAway):
            publisher.step()
        assert time.monotonic() - started < 3
        assert TaskRow.objects.get().state == "waiting"
    finally:
        broker.thaw()
    assert publisher.step()


def test_a_wiped_broker_is_noticed_at_once(broker, publisher):
    """At once: three seconds later, not at the end of the lease."""
    run_now.later(1, key="one")
    publisher.step()
    broker.wipe()
    time_passes(2)
    publisher.look_for_lost()
    assert not publisher.step()  # a worker may be about to begin it
    time_passes(2)
    publisher.look_for_lost()
    assert publisher.step()
    assert len(messages(broker, "now")) == 1


def test_what_waits_in_the_broker_is_not_taken_for_lost(broker, publisher):
    run_now.later(1, key="one")
    publisher.step()
    time_passes(9)
    publisher.look_for_lost()
    assert not publisher.step()
    assert len(messages(broker, "now")) == 1


def test_a_queue_that_was_never_used_is_empty(broker):
    assert Broker().is_empty("whenever")


def test_trouble_is_said_once_and_its_end_once(broker, publisher, caplog):
    for said in ("gone", "still gone", "", ""):
        publisher.note(said)
    assert [record.getMessage() for record in caplog.records] == [
        "tasks: the broker does not take messages (gone); tasks wait",
        "tasks: the broker takes messages again",
    ]


def test_its_thread_outlives_what_nobody_foresaw(publisher, monkeypatch, caplog):
    monkeypatch.setattr("shop.tasks.publisher.AGAIN_SECONDS", 0)
    steps = iter([KeyError("unforeseen"), OperationalError("gone"), BrokerAway("gone"), None])
    monkeypatch.setattr(publisher, "step", lambda: fail_with(next(steps)))
    monkeypatch.setattr("shop.tasks.publisher.connection", SimpleNamespace(close=lambda: None))
    done = iter([False, False, False, False, True])
    publisher.run(until=lambda: next(done))
    assert [record.getMessage() for record in caplog.records] == [
        "tasks: publishing failed",
        "tasks: no primary: gone",
        "tasks: the broker does not take messages (gone); tasks wait",
    ]


def fail_with(error):
    if error:
        raise error


def test_without_a_worker_rows_run_in_the_relay(publisher, settings):
    """STACK=lite; settings for tests say the same."""
    assert settings.CELERY_TASK_ALWAYS_EAGER
    ran.clear()
    run_now.later(5, key="one")
    publisher.step()
    assert ran == [5]
    assert TaskRow.objects.get().state == "done"
