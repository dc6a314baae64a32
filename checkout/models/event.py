from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from checkout.states import State


class OrderEvent(models.Model):
    """What happened to an order, when, and who did it. Only ever added to. Partitioned by month."""

    class Kind(models.TextChoices):
        STATE = "state", _("state")
        PAYMENT = "payment", _("payment")
        REFUND = "refund", _("refund")
        RETURN = "return", _("return")
        TROUBLE = "trouble", _("to look into")
        NOTE = "note", _("note")

    order = models.ForeignKey("checkout.Order", models.CASCADE, related_name="events")
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    before = models.CharField(_("before"), max_length=10, choices=State, blank=True)
    after = models.CharField(_("after"), max_length=10, choices=State, blank=True)
    by = models.CharField(_("by"), max_length=120)  # "buyer", "staff ann@example.com", "payment", "clock"
    note = models.CharField(_("note"), max_length=500, blank=True)
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("event of an order")
        verbose_name_plural = _("events of orders")
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["order", "at"], name="orderevent_of_order"),
            models.Index(fields=["order", "at"], condition=models.Q(kind="trouble"), name="orderevent_trouble"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_kind_display()} {self.after}"
