from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog import triggers
from catalog.models.variant import Variant


class Stock(models.Model):
    """How many of a variant there are, and how many of those are promised to carts in payment.

    Its own narrow table: it changes with every sale, while the page only changes with the displayed band.
    """

    variant = models.OneToOneField(
        Variant, models.CASCADE, primary_key=True, related_name="stock", verbose_name=_("variant")
    )
    on_hand = models.IntegerField(_("on hand"), default=0)
    reserved = models.IntegerField(_("reserved"), default=0, editable=False)
    few_below = models.SmallIntegerField(_("show “few left” below"), default=5)

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        triggers = triggers.stock_triggers()
        constraints = [
            models.CheckConstraint(condition=Q(reserved__gte=0), name="stock_reserved_not_negative"),
            models.CheckConstraint(condition=Q(on_hand__gte=F("reserved")), name="stock_never_oversold"),
        ]

    def __str__(self):
        return f"{self.on_hand} ({self.reserved})"

    @property
    def available(self):
        return self.on_hand - self.reserved
