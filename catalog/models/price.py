from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog import triggers
from catalog.models.variant import Variant


class Price(models.Model):
    """What a variant costs in one currency (ISO 4217); for a while, or from now on, it may be on sale.

    A variant without a row in a currency is "not for sale now" in it.
    """

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="prices", verbose_name=_("variant"))
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("price"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)])
    sale_amount = models.DecimalField(
        _("sale price"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    sale_from = models.DateTimeField(_("sale from"), null=True, blank=True, help_text=_("Empty: at once."))
    sale_until = models.DateTimeField(_("sale until"), null=True, blank=True, help_text=_("Empty: no end."))

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        triggers = triggers.refresh_products_of(
            product="v.product_id", join="JOIN catalog_variant v ON v.id = {row}.variant_id"
        )
        constraints = [
            models.UniqueConstraint(fields=["variant", "currency"], name="price_once_a_currency"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="price_not_negative"),
            models.CheckConstraint(
                condition=Q(sale_amount__isnull=True) | Q(sale_amount__gte=0, sale_amount__lt=F("amount")),
                name="price_sale_below_amount",
            ),
            models.CheckConstraint(
                condition=Q(sale_from__isnull=True) | Q(sale_until__isnull=True) | Q(sale_until__gt=F("sale_from")),
                name="price_sale_starts_before_it_ends",
            ),
        ]

    def __str__(self):
        return f"{self.amount} {self.currency}"

    def is_on_sale(self, now=None):
        now = now or timezone.now()
        return (
            self.sale_amount is not None
            and (self.sale_from is None or self.sale_from <= now)
            and (self.sale_until is None or self.sale_until > now)
        )

    @property
    def current(self):
        """The amount to pay at this moment."""
        return self.sale_amount if self.is_on_sale() else self.amount
