from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from checkout.models.order import Order, money


class Refund(models.Model):
    """Money on its way back. Written with what caused it; a task then asks the payment's provider, by its key."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")  # staff must look

    order = models.ForeignKey(Order, models.PROTECT, related_name="refunds")
    payment = models.ForeignKey("checkout.Payment", models.PROTECT, related_name="refunds")
    amount = money(_("amount"))
    reason = models.CharField(_("reason"), max_length=200)
    key = models.CharField(max_length=80, unique=True)  # the same cause never pays back twice; also the provider's key
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    transaction_id = models.CharField(_("at the provider"), max_length=255, blank=True)
    trouble = models.CharField(_("trouble"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked"), db_default=Now(), editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="refund_of_something")]

    def __str__(self):
        return f"{self.amount} {self.order.currency}"
