"""What the clock asks for is asked once, and never twice at a time."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from shop.models import TaskRow
from shop.tasks import schedule, task
from shop.tasks.declare import registry
from shop.tasks.schedule import write_due

ran = []


@pytest.fixture(autouse=True)
def only(monkeypatch):
    """Nothing but this is asked for by the clock."""
    ran.clear()
    monkeypatch.setattr(schedule, "registry", {tick.name: tick})


@task(queue="soon", every=timedelta(hours=1))
def tick():
    ran.append(1)


def an_hour_passes():
    TaskRow.objects.update(key=f"clock {tick.name} -{TaskRow.objects.count()}")


@pytest.mark.django_db
def test_once_in_its_period(run_tasks):
    assert [write_due(), write_due()] == [1, 0]
    run_tasks()
    assert write_due() == 0
    an_hour_passes()
    assert write_due() == 1
    run_tasks()
    assert len(ran) == 2


@pytest.mark.django_db
def test_a_run_that_outlasts_its_period_is_not_joined(run_tasks):
    write_due()
    an_hour_passes()
    assert write_due() == 0  # the one before is still open
    run_tasks()
    assert write_due() == 1


@pytest.mark.django_db
def test_a_parked_run_does_not_stop_the_clock():
    write_due()
    TaskRow.objects.update(state="parked")
    an_hour_passes()
    assert write_due() == 1


@pytest.mark.django_db
def test_a_period_may_begin_at_an_hour_of_its_own(monkeypatch):
    """The key's number changes at that hour (UTC)."""
    monkeypatch.setattr(tick, "every", timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        (now,) = cursor.fetchone()
    into_the_day = timedelta(seconds=now % 86400)
    keys = []
    for at in (into_the_day - timedelta(minutes=1), into_the_day + timedelta(minutes=1)):  # begun; not yet
        monkeypatch.setattr(tick, "at", at)
        write_due()
        keys += TaskRow.objects.values_list("key", flat=True)
        TaskRow.objects.all().delete()
    assert keys == [f"clock {tick.name} {now // 86400:.0f}", f"clock {tick.name} {now // 86400 - 1:.0f}"]


@pytest.mark.django_db(transaction=True)
def test_two_publishers_at_once_write_one_row():
    """Each looks before the other has committed: the constraint decides."""
    barrier, written = threading.Barrier(8), []

    def publish():
        barrier.wait()
        written.append(write_due())
        connection.close()

    threads = [threading.Thread(target=publish) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(written) == [0] * 7 + [1]
    assert TaskRow.objects.count() == 1


def test_what_nobody_else_would_ask_for():
    """Without these, stock stays reserved, tables grow, and nobody notices."""
    assert {name for name, declared in registry.items() if declared.every} >= {
        "cart.tasks.forget_carts",
        "catalog.tasks.count_words",
        "checkout.tasks.expire_orders",
        "checkout.tasks.reconcile_payments",
        "shop.tasks.upkeep.forget_done_tasks",
        "shop.tasks.upkeep.forget_sessions",
        "shop.tasks.upkeep.keep_partitions",
    }
