from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def percentage(label, **options):
    """19.000 for 19 %."""
    limits = [MinValueValidator(0), MaxValueValidator(100)]
    return models.DecimalField(label, max_digits=6, decimal_places=3, validators=limits, **options)


class TaxZone(models.Model):
    """A country, or one of its states, where parcels bear tax. Where there is no zone, there is no tax."""

    country_code = models.CharField(_("country"), max_length=2)
    area = models.CharField(
        _("state or province"),
        max_length=120,
        blank=True,
        help_text=_("As addresses there write it: CA for California. Empty: all that have no row of their own."),
    )
    included = models.BooleanField(_("included in prices"), default=True, help_text=_("Else it comes on top."))
    percent = percentage(_("standard rate (%)"))
    shipping_percent = percentage(_("rate of shipping (%)"), default=0)

    class Meta:
        verbose_name = _("tax zone")
        verbose_name_plural = _("taxes")
        ordering = ["country_code", "area"]
        constraints = [
            models.UniqueConstraint(fields=["country_code", "area"], name="taxzone_once"),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100, shipping_percent__gte=0, shipping_percent__lte=100),
                name="taxzone_percent",
            ),
        ]

    def __str__(self):
        return " ".join(filter(None, (self.country_code, self.area)))


class TaxRate(models.Model):
    """What a zone takes of a class of goods, where that is not the standard rate: books, food …"""

    zone = models.ForeignKey(TaxZone, models.CASCADE, related_name="rates")
    tax_class = models.CharField(_("tax class"), max_length=40, help_text=_("As on the product."))
    percent = percentage(_("rate (%)"))

    class Meta:
        verbose_name = _("reduced rate")
        verbose_name_plural = _("reduced rates")
        ordering = ["tax_class"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "tax_class"], name="taxrate_once_a_class"),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="taxrate_percent"),
        ]

    def __str__(self):
        return f"{self.tax_class} {self.percent} %"
