"""What asks somebody else's server runs outside of transactions, under a lease instead of a lock."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from shop.models import TaskRow
from shop.tasks import task
from shop.tasks.run import MERCY_SECONDS, run_row

pytestmark = pytest.mark.django_db
ran = []


@task(queue="now", in_transaction=False, time_limit_seconds=30)
def ask_outside(what):
    with transaction.atomic(durable=True):  # raises inside of a transaction
        ran.append((what, TaskRow.objects.get(key=what).due_at - timezone.now()))


@task(queue="now")
def ask_inside(what):
    with transaction.atomic(durable=True):
        ran.append(what)


@pytest.fixture(autouse=True)
def nothing_ran():
    ran.clear()


def test_no_transaction_is_open_while_it_asks(run_tasks):
    ask_outside.later("one", key="one")
    assert run_tasks() == ["one"]
    assert TaskRow.objects.get(key="one").state == "done"
    (_what, lease), *others = ran
    assert not others
    assert 30 < lease.total_seconds() <= 30 + MERCY_SECONDS  # nobody else begins it meanwhile


def test_other_tasks_are_in_one(run_tasks):
    ask_inside.later("one", key="one")
    with pytest.raises(RuntimeError, match="durable"):
        run_tasks()


def test_who_comes_back_too_late_does_not_undo_what_others_did():
    ask_outside.later("one", key="one")
    TaskRow.objects.filter(key="one").update(state="sent")
    number = TaskRow.objects.get(key="one").pk

    def parked_meanwhile(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if "due_at = clock_timestamp() + make_interval(secs => 30" in str(sql) or "SET due_at" in str(sql):
            execute("UPDATE shop_task SET state = 'parked' WHERE key = 'one'", None, False, context)
        return answer

    with connection.execute_wrapper(parked_meanwhile):
        run_row(number)
    assert TaskRow.objects.get(key="one").state == "parked"
