from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class StockMovement(models.Model):
    """Each change of a stock row, whoever made it: written by a trigger of catalog_stock, by nobody else.

    The sums of a variant's movements are its `on_hand` and `reserved` (manage.py check_consistency). Partitioned by
    month; rows outlive their variant, so there is no foreign key.
    """

    variant_id = models.BigIntegerField(_("variant"))
    on_hand = models.IntegerField(_("on hand, by"))
    reserved = models.IntegerField(_("reserved, by"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")
        indexes = [models.Index(fields=["variant_id", "at"], name="stockmovement_of_variant")]

    def __str__(self):
        return f"{self.variant_id}: {self.on_hand:+} ({self.reserved:+})"
