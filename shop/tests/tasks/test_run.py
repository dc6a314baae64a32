"""A row runs once, its failures are counted, and what can't be run is kept with its reason."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from shop.models import TaskRow
from shop.tasks import Hopeless, current_key, task
from shop.tasks.declare import QUEUES, registry
from shop.tasks.run import run_row
from shop.tasks.take import TAKE, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def written():
    """A table that the tasks below write into."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE effects (key text, note text) ON COMMIT DROP")


def effects():
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, note FROM effects ORDER BY note")
        return cursor.fetchall()


@task(queue="now")
def note(text):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO effects VALUES (%s, %s)", [current_key(), text])


@task(queue="soon", most_tries=2)
def note_and_fail(text):
    note(text)
    raise RuntimeError("no luck")


@task(queue="now")
def refuse(reason):
    raise Hopeless(reason)


@task(queue="whenever")
def note_all(texts):
    for text in texts:
        note.later(text, key=f"note {text}")


def send(key):
    """The row as a message would find it; its number."""
    TaskRow.objects.filter(key=key).update(state="sent")
    return TaskRow.objects.get(key=key).pk


def test_it_runs_once_whoever_asks_again(run_tasks):
    assert note.later("a", key="one")
    assert not note.later("b", key="one")
    assert run_tasks() == ["one"]
    assert not note.later("c", key="one")
    assert run_tasks() == []
    assert effects() == [("one", "a")]
    assert current_key() == ""


def test_a_late_message_finds_it_done(run_tasks):
    note.later("a", key="one")
    run_tasks()
    assert run_row(TaskRow.objects.get().pk) is None
    assert len(effects()) == 1


def test_a_message_for_a_row_that_was_never_sent_does_nothing():
    note.later("a", key="one")
    run_row(TaskRow.objects.get().pk)
    assert effects() == []


def test_nothing_was_asked_when_the_transaction_rolls_back(run_tasks):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        note.later("a", key="one")
        1 / 0  # noqa: B018
    assert run_tasks() == []


def test_tasks_ask_for_tasks(run_tasks):
    note_all.later(["x", "y"], key="all")
    assert run_tasks() == ["all", "note x", "note y"]
    assert [text for _key, text in effects()] == ["x", "y"]


def test_not_before_its_time(run_tasks):
    note.later("a", key="one", after=timedelta(days=2))
    assert run_tasks() == []
    assert run_tasks(after=timedelta(days=1)) == []
    assert run_tasks(after=timedelta(days=1)) == ["one"]


def test_a_failure_takes_its_effects_back_and_is_parked_in_the_end(run_tasks, caplog):
    note_and_fail.later("a", key="one")
    run_tasks(raising=False)
    row = TaskRow.objects.get()
    assert (row.state, row.tries, row.last_error) == ("waiting", 1, "RuntimeError: no luck")
    assert timedelta(seconds=3.9) < row.due_at - row.changed_at < timedelta(seconds=6.1)
    assert run_tasks(raising=False) == []
    run_tasks(after=timedelta(seconds=7), raising=False)
    assert TaskRow.objects.get().state == "parked"
    assert "task parked: RuntimeError: no luck" in caplog.text
    assert effects() == []


def test_a_tests_own_run_raises_what_a_task_raises(run_tasks):
    note_and_fail.later("a", key="one")
    with pytest.raises(RuntimeError, match="no luck"):
        run_tasks()


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("shop.tests.tasks.test_run.gone", [], "No task is called shop.tests.tasks.test_run.gone in this version"),
        (note.name, [], "takes other arguments in this version of the code: missing a required argument: 'text'"),
        (note.name, ["a", 2], "takes other arguments in this version of the code: too many positional arguments"),
    ],
)
def test_what_another_version_wrote_is_kept_with_the_reason(run_tasks, name, arguments, reason):
    """Not parked at once: during a deploy another worker may know it in a minute."""
    row = TaskRow.objects.create(key="old", name=name, queue="now", arguments=arguments, most_tries=2)
    run_tasks(raising=False)
    row.refresh_from_db()
    assert (row.state, row.tries) == ("waiting", 1)
    run_tasks(after=timedelta(seconds=7), raising=False)
    row.refresh_from_db()
    assert row.state == "parked"
    assert reason in row.last_error


def test_only_plain_json(django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(TypeError, match="not JSON serializable"):
        note.later(object(), key="one")


def test_it_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        note.later("a", key="one")


def test_its_name_is_where_it_stands():
    assert registry["shop.tests.tasks.test_run.note"] is note
    with pytest.raises(ValueError, match="Queue 'never' is unknown: choose one of now, soon, whenever"):
        task(queue="never")(cache)


def test_a_worker_that_dies_has_had_its_try():
    """The second transaction never ends: the row is left as the first has made it."""
    note.later("a", key="one")
    TaskRow.objects.update(most_tries=2)
    for tries in (1, 2):
        assert [row.state for row in take("now")] == ["sent"]
        TaskRow.objects.update(state="running", tries=tries, due_at="2000-01-01T00:00Z")
    (parked,) = take("now")
    assert parked.state == "parked"
    assert parked.last_error == "Its worker has died at try 2: killed, out of memory or of time."
    assert take("now") == []


def test_a_redelivered_message_waits_for_the_back_off():
    """A broker hands the message of a killed worker to the next one at once."""
    note.later("a", key="one")
    row = send("one")
    TaskRow.objects.update(state="running", tries=1)
    run_row(row)
    assert effects() == []


def test_what_is_sent_and_not_begun_is_sent_again_later_and_later():
    note.later("a", key="one")
    for lease in (30, 60, 120):
        assert len(take("now")) == 1
        assert take("now") == []
        row = TaskRow.objects.get()
        assert timedelta(seconds=lease - 1) < row.due_at - row.changed_at < timedelta(seconds=lease + 1)
        TaskRow.objects.update(due_at=row.changed_at)


def test_a_long_backlog_is_handed_over_bit_by_bit(monkeypatch):
    monkeypatch.setattr("shop.tasks.take.IN_FLIGHT", 3)
    for number in range(5):
        note.later("a", key=str(number))
    assert [len(take("now")) for _time in range(2)] == [3, 0]
    for row in TaskRow.objects.filter(state="sent"):
        run_row(row.pk)
    assert len(take("now")) == 2


def test_a_backlog_whose_leases_have_passed_is_not_joined_by_more(monkeypatch):
    """Workers that are slow, or gone, for long: the broker does not fill up meanwhile."""
    monkeypatch.setattr("shop.tasks.take.IN_FLIGHT", 3)
    for number in range(5):
        note.later("a", key=str(number))
    first = {row.id for row in take("now")}
    for _lease in range(3):
        TaskRow.objects.filter(state="sent").update(due_at=Now())  # later than what waits
        assert {row.id for row in take("now")} == first


def test_the_clock_has_one_open_row_of_a_task():
    """The constraint that makes overlap impossible."""
    TaskRow.objects.create(key="1", name="a", queue="now", arguments=[], most_tries=1, is_periodic=True)
    with pytest.raises(IntegrityError, match="task_no_overlap"), transaction.atomic():
        TaskRow.objects.create(key="2", name="a", queue="now", arguments=[], most_tries=1, is_periodic=True)
    TaskRow.objects.update(state="done")
    TaskRow.objects.create(key="2", name="a", queue="now", arguments=[], most_tries=1, is_periodic=True)


def test_three_queues():
    assert QUEUES == ("now", "soon", "whenever")


def test_what_no_try_would_help_is_parked_at_once(run_tasks):
    refuse.later("550 no such mailbox", key="one")
    run_tasks(raising=False)
    row = TaskRow.objects.get()
    assert (row.state, row.tries) == ("parked", 1)
    assert "550 no such mailbox" in row.last_error


def test_rows_of_another_day_are_not_looked_at():
    """The index finds what is due: thousands that wait for tomorrow cost nothing."""
    rows = {
        "name": "a",
        "queue": "soon",
        "arguments": [],
        "most_tries": 1,
        "due_at": timezone.now() + timedelta(days=1),
    }
    TaskRow.objects.bulk_create([TaskRow(key=f"tomorrow {number}", **rows) for number in range(3000)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE shop_task")
        cursor.execute(f"EXPLAIN {TAKE}", {"queue": "soon", "in_flight": 100, "lease": 30, "longest": 3600})
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "Index Cond: ((queue = 'soon'::text) AND (due_at <= statement_timestamp()))" in plan
