"""Parked tasks are seen, begin anew, or are dropped: by command and in the admin."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Customer
from shop.models import TaskRow
from shop.tasks import task

pytestmark = pytest.mark.django_db
luck = []


@task(queue="now", most_tries=1)
def need_luck(number):
    if not luck:
        raise RuntimeError("no luck")


@pytest.fixture
def parked(run_tasks):
    luck.clear()
    for number in (1, 2):
        need_luck.later(number, key=f"luck {number}")
    run_tasks(raising=False)
    return TaskRow.objects.filter(state="parked").order_by("pk")


def say(*words, **options):
    said = StringIO()
    call_command("tasks", *words, stdout=said, **options)
    return said.getvalue()


def test_they_are_listed_with_their_reason(parked):
    said = say("parked")
    assert f"{parked[0].pk}  " in said
    assert "shop.tests.tasks.test_parked.need_luck(1,)  luck 1" in said
    assert "after 1 tries: RuntimeError: no luck" in said


def test_counts_by_queue_and_state(parked):
    need_luck.later(3, key="luck 3")
    lines = [line.split()[:3] for line in say().splitlines()]
    assert lines[:2] == [["now", "parked", "2"], ["now", "waiting", "1"]]
    assert any(line[:2] == ["catalog.tasks.count_words", "every"] for line in lines)


def test_one_begins_anew_with_all_its_tries(parked, run_tasks):
    first = parked[0]
    luck.append(1)
    assert say("replay", str(first.pk)) == "1 begin anew\n"
    assert run_tasks() == ["luck 1"]
    assert {row.key: row.state for row in TaskRow.objects.all()} == {"luck 1": "done", "luck 2": "parked"}
    with pytest.raises(CommandError, match=f"{first.pk} is not parked"):
        say("replay", str(first.pk))


def test_all_begin_anew(parked, run_tasks):
    luck.append(1)
    say("replay", all=True)
    assert len(run_tasks()) == 2


def test_one_is_dropped_and_can_be_asked_for_again(parked):
    assert say("drop", str(parked[0].pk)) == "1 dropped\n"
    assert need_luck.later(1, key="luck 1")
    with pytest.raises(CommandError, match="is not parked"):
        say("drop", str(TaskRow.objects.get(key="luck 1").pk))


@pytest.mark.parametrize("action", ["replay", "drop"])
def test_without_an_id_nothing_happens(parked, action):
    with pytest.raises(CommandError, match=f"Name the tasks to {action}"):
        say(action)
    assert parked.count() == 2


def test_the_clocks_task_does_not_begin_anew_beside_its_next_run():
    row = {"name": "tick", "queue": "now", "arguments": [], "most_tries": 1, "is_periodic": True}
    old, _newer = (TaskRow.objects.create(key=f"clock {number}", state="parked", **row) for number in (1, 2))
    assert say("replay", all=True) == "1 begin anew\n"
    with pytest.raises(CommandError, match="the clock has asked for its next run"):
        say("replay", str(old.pk))


class TestAdmin:
    @pytest.fixture(autouse=True)
    def editor(self, client):
        client.force_login(Customer.objects.create_superuser("editor@example.com", "the editor's own phrase"))

    def test_what_is_not_done_is_listed(self, client, parked):
        TaskRow.objects.filter(pk=parked[0].pk).update(state="done")
        page = client.get(reverse("admin:shop_taskrow_changelist"))
        assert [row.key for row in page.context["cl"].result_list] == ["luck 2"]
        assert client.get(reverse("admin:shop_taskrow_change", args=[parked[0].pk])).status_code == 200

    def test_parked_ones_begin_anew(self, client, parked, run_tasks):
        luck.append(1)
        chosen = {"action": "begin_anew", "_selected_action": [row.pk for row in parked]}
        client.post(reverse("admin:shop_taskrow_changelist"), chosen)
        assert run_tasks() == ["luck 1", "luck 2"]

    def test_nothing_is_written_by_hand(self, client, parked):
        assert client.get(reverse("admin:shop_taskrow_add")).status_code == 403
        assert client.post(reverse("admin:shop_taskrow_delete", args=[parked[0].pk]), {"post": "1"}).status_code == 403
        client.post(reverse("admin:shop_taskrow_change", args=[parked[0].pk]), {"key": "other"})
        assert parked[0].key == "luck 1"
