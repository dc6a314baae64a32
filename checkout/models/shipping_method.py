from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from checkout.models.order import money

NOT_NEGATIVE = [MinValueValidator(0)]


class ShippingMethod(models.Model):
    """A way for parcels to go into its zone. Amounts are in the shop's currency."""

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=_("Written on orders; never shown."))
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("what the buyer should know"), max_length=200, blank=True)
    countries = ArrayField(
        models.CharField(max_length=2), verbose_name=_("zone"), default=list, blank=True, help_text=_("None: anywhere.")
    )
    price = money(_("price"), validators=NOT_NEGATIVE)
    free_from = money(_("free from goods of"), null=True, blank=True, validators=NOT_NEGATIVE)
    min_goods = money(_("for goods of at least"), null=True, blank=True, validators=NOT_NEGATIVE)
    max_goods = money(_("for goods of at most"), null=True, blank=True, validators=NOT_NEGATIVE)
    min_grams = models.PositiveIntegerField(_("for parcels from (g)"), null=True, blank=True)
    max_grams = models.PositiveIntegerField(_("for parcels up to (g)"), null=True, blank=True)
    min_days = models.PositiveSmallIntegerField(_("days at least"), default=2)
    max_days = models.PositiveSmallIntegerField(_("days at most"), default=4)
    position = models.SmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("shipping method")
        verbose_name_plural = _("shipping methods")
        ordering = ["position", "price", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(price__gte=0), name="shipping_price_not_negative"),
            models.CheckConstraint(condition=Q(min_days__lte=F("max_days")), name="shipping_days_in_order"),
        ]

    def __str__(self):
        return self.name

    def goes_to(self, country_code: str) -> bool:
        return not self.countries or country_code in self.countries

    def carries(self, goods, grams: int) -> bool:
        """Goods of this amount and weight."""
        return (
            (self.min_goods is None or goods >= self.min_goods)
            and (self.max_goods is None or goods <= self.max_goods)
            and (self.min_grams is None or grams >= self.min_grams)
            and (self.max_grams is None or grams <= self.max_grams)
        )

    def price_for(self, goods):
        """Of goods of this amount, after their discounts."""
        return self.price * 0 if self.free_from is not None and goods >= self.free_from else self.price
