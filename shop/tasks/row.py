"""The table of tasks: the truth about what is to be done, whatever the broker has lost."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")  # for `due_at`
    SENT = "sent", _("sent")  # to the broker; sent again at `due_at`
    RUNNING = "running", _("running")  # holds the row's lock; when that is free at `due_at`, its worker has died
    DONE = "done", _("done")
    PARKED = "parked", _("parked")  # has failed too often: somebody must look


OUT = (State.SENT, State.RUNNING)
OPEN = (State.WAITING, *OUT)


class TaskRow(models.Model):
    key = models.TextField(_("key"), unique=True)
    name = models.TextField(_("task"))
    queue = models.TextField(_("queue"))
    arguments = models.JSONField(_("arguments"))
    state = models.TextField(_("state"), choices=State.choices, db_default=State.WAITING)
    is_periodic = models.BooleanField(_("by the clock"), db_default=False)
    tries = models.SmallIntegerField(_("tries"), db_default=0)
    most_tries = models.SmallIntegerField(_("most tries"))
    sends = models.SmallIntegerField(_("sent since it last began"), db_default=0)
    request_id = models.TextField(_("request"), db_default="")
    last_error = models.TextField(_("last error"), db_default="")
    written_at = models.DateTimeField(_("written"), db_default=Now())
    due_at = models.DateTimeField(_("due"), db_default=Now())
    changed_at = models.DateTimeField(_("in this state since"), db_default=Now())

    class Meta:
        db_table = "shop_task"
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index(fields=["queue", "due_at"], name="task_waiting", condition=Q(state=State.WAITING)),
            models.Index(fields=["queue", "due_at"], name="task_out", condition=Q(state__in=OUT)),
            models.Index(fields=["changed_at"], name="task_done", condition=Q(state=State.DONE)),
            models.Index(fields=["name"], name="task_parked", condition=Q(state=State.PARKED)),
        ]
        constraints = [
            # What the clock asks for never runs twice at the same time, whoever asks and however long it takes.
            models.UniqueConstraint(
                fields=["name"], name="task_no_overlap", condition=Q(is_periodic=True, state__in=OPEN)
            ),
        ]

    def __str__(self):
        return self.key
