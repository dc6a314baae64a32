"""Work for the worker that an editor has started."""

import uuid

from django.contrib import messages
from django.utils.translation import gettext as _

from shop.tasks import Task


def enqueue(model_admin, request, task: Task, *values) -> None:
    """Asks for a task, with what the editor has changed, and says so. Each change is followed by a run of its own."""
    task.later(*values, key=f"{task.name} {uuid.uuid4()}")
    model_admin.message_user(request, _("The products concerned follow within minutes."), messages.INFO)
