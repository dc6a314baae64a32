"""Runs what is due without a broker: for tests, which then see its effects."""

from datetime import timedelta

from django.db.models import F

from shop.models import TaskRow
from shop.tasks.declare import QUEUES
from shop.tasks.run import run_row
from shop.tasks.take import take


def run_at_once(after: timedelta = timedelta(), raising: bool = True) -> list[str]:
    """All that is due, and what that asks for in turn, the urgent first; returns their keys.

    `after`: as if so much time had passed for the rows that wait. Unless `raising` is off, the first failure is raised.
    """
    TaskRow.objects.filter(state="waiting").update(due_at=F("due_at") - after)
    keys = []
    while taken := next((rows for queue in QUEUES if (rows := take(queue))), None):
        for row in taken:
            keys.append(row.key)
            if (error := run_row(row.id)) and raising:
                raise error
    return keys
