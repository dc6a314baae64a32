from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class PaymentEvent(models.Model):
    """What a provider told a webhook: each event once, and what came of it. Kept for 90 days."""

    variant = models.CharField(_("provider"), max_length=40)
    event_id = models.CharField(max_length=255)
    kind = models.CharField(_("what"), max_length=80)
    payment = models.ForeignKey("checkout.Payment", models.CASCADE, null=True, related_name="events")
    outcome = models.CharField(_("what came of it"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("event of a payment")
        verbose_name_plural = _("events of payments")
        constraints = [models.UniqueConstraint(fields=["variant", "event_id"], name="paymentevent_once")]
        indexes = [models.Index(fields=["at"], name="paymentevent_at")]

    def __str__(self):
        return f"{self.kind} {self.event_id}"
