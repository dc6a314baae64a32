from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from catalog.models.variant import Variant


class StockAlertQuerySet(models.QuerySet):
    def open(self):
        return self.filter(told_at=None)

    def of(self, email: str):
        """However it was written; by the index on lower(email)."""
        return self.alias(lower_email=Lower("email")).filter(lower_email=Lower(models.Value(email)))


class StockAlert(models.Model):
    """Somebody wants to be told, once, when a sold-out variant can be bought again (catalog/back_in_stock.py)."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="alerts", verbose_name=_("variant"))
    email = models.EmailField(_("e-mail address"), max_length=254)
    language = models.CharField(_("language"), max_length=12, blank=True)
    asked_at = models.DateTimeField(_("asked"), db_default=Now(), editable=False)
    told_at = models.DateTimeField(_("told"), null=True, editable=False)

    objects = StockAlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("back-in-stock alert")
        verbose_name_plural = _("back-in-stock alerts")
        constraints = [
            models.UniqueConstraint("variant", Lower("email"), condition=Q(told_at=None), name="stockalert_open_once"),
        ]
        indexes = [
            models.Index(Lower("email"), condition=Q(told_at=None), name="stockalert_open_by_email"),
            models.Index(fields=["told_at"], condition=Q(told_at__isnull=False), name="stockalert_told"),
        ]

    def __str__(self):
        return f"{self.email}: {self.variant_id}"
