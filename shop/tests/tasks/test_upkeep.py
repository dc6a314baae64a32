"""What nobody will ask for again goes, in batches; what somebody may, stays."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from shop.models import TaskRow
from shop.tasks import upkeep

pytestmark = pytest.mark.django_db


def test_expired_sessions_go_in_batches(run_tasks, monkeypatch):
    monkeypatch.setattr(upkeep, "BATCH", 2)
    now = timezone.now()
    for number in range(3):
        Session.objects.create(session_key=f"old-{number}", session_data="", expire_date=now - timedelta(seconds=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(hours=1))
    upkeep.forget_sessions.later(key="clean")
    assert run_tasks() == ["clean", "clean from 2"]
    assert [session.pk for session in Session.objects.all()] == ["new"]


def test_done_tasks_go_after_a_month_and_parked_ones_never(run_tasks, monkeypatch):
    monkeypatch.setattr(upkeep, "BATCH", 1)
    for key, state, days in (("old", "done", 31), ("older", "done", 40), ("new", "done", 29), ("poison", "parked", 99)):
        changed_at = timezone.now() - timedelta(days=days)
        row = {"name": "a", "queue": "now", "arguments": [], "most_tries": 1}
        TaskRow.objects.create(key=key, state=state, changed_at=changed_at, **row)
    upkeep.forget_done_tasks.later(key="clean")
    run_tasks()
    assert set(TaskRow.objects.filter(name="a").values_list("key", flat=True)) == {"new", "poison"}
