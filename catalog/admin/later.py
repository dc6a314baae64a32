"""Work for the worker that an editor has started."""

from django.contrib import messages
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError


def enqueue(model_admin, request, task, *values) -> None:
    """Hands a task over and says so; says what to do instead where the queue can't be reached."""
    try:
        task.delay(*values)
    except OperationalError:
        text = _("The worker cannot be reached: products follow with `manage.py check_consistency --repair`.")
        model_admin.message_user(request, text, messages.WARNING)
    else:
        model_admin.message_user(request, _("The products concerned follow within minutes."), messages.INFO)
