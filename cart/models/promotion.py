"""A promotion as editors describe it. What it makes of a cart is computed elsewhere (cart/pricing/)."""

from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cart.models.customer_group import CustomerGroup
from cart.pricing import promotion as pricing


def default_currency() -> str:
    return settings.DEFAULT_CURRENCY


class Promotion(models.Model):
    class Kind(models.TextChoices):
        PERCENTAGE = pricing.Kind.PERCENTAGE, _("percentage off")
        AMOUNT = pricing.Kind.AMOUNT, _("amount off")
        BUY_X_GET_Y = pricing.Kind.BUY_X_GET_Y, _("buy some, get some")
        FREE_SHIPPING = pricing.Kind.FREE_SHIPPING, _("free delivery")

    class Scope(models.TextChoices):
        ALL = "all", _("everything")
        PRODUCTS = "products", _("the products below")
        CATEGORIES = "categories", _("the categories below, and all within them")

    class Audience(models.TextChoices):
        ALL = "all", _("everybody")
        CUSTOMERS = "customers", _("whoever is logged in")
        GROUPS = "groups", _("the customer groups below")

    name = models.CharField(_("name"), max_length=120, help_text=_("Buyers read it in their cart and order."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    value = models.DecimalField(
        _("value"), max_digits=12, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)],
        help_text=_("Percent, or the amount. Buy some, get some: percent off those that one gets; 100 is free."),
    )  # fmt: skip
    buy = models.PositiveSmallIntegerField(_("buy"), default=0, help_text=_("Of buy some, get some: 2 in “3 for 2”."))
    free = models.PositiveSmallIntegerField(_("get"), default=0, help_text=_("1 in “3 for 2”. The cheapest."))
    currency = models.CharField(_("currency"), max_length=3, default=default_currency)
    minimum = models.DecimalField(
        _("from"), max_digits=12, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)],
        help_text=_("What the goods that it is for must come to, before any discount."),
    )  # fmt: skip
    scope = models.CharField(_("is for"), max_length=20, choices=Scope, default=Scope.ALL)
    products = models.ManyToManyField("catalog.Product", related_name="+", blank=True, verbose_name=_("products"))
    categories = models.ManyToManyField("catalog.Category", related_name="+", blank=True, verbose_name=_("categories"))
    audience = models.CharField(_("who gets it"), max_length=20, choices=Audience, default=Audience.ALL)
    groups = models.ManyToManyField(CustomerGroup, related_name="+", blank=True, verbose_name=_("customer groups"))
    needs_code = models.BooleanField(_("with a voucher alone"), default=False)
    combinable = models.BooleanField(
        _("combines with others"), default=False, help_text=_("Else the buyer gets whatever saves more.")
    )
    is_active = models.BooleanField(_("active"), default=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True, help_text=_("Empty: at once."))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True, help_text=_("Empty: never."))
    limit = models.PositiveIntegerField(_("uses at most"), null=True, blank=True, help_text=_("Empty: no limit."))
    limit_per_customer = models.PositiveIntegerField(
        _("uses at most, a customer"), null=True, blank=True, help_text=_("By account and by e-mail address.")
    )
    used = models.PositiveIntegerField(_("used"), db_default=0, editable=False)  # counted while there is a limit
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="free-shipping")
                | Q(kind="amount", value__gt=0)
                | Q(kind="percentage", value__gt=0, value__lte=100)
                | Q(kind="buy-x-get-y", value__gt=0, value__lte=100, buy__gte=1, free__gte=1),
                name="promotion_value_fits_kind",
                violation_error_message=_("Percent are more than 0 and at most 100; an amount is more than 0."),
            ),
            models.CheckConstraint(condition=Q(minimum__gte=0), name="promotion_minimum_not_negative"),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="promotion_starts_before_it_ends",
                violation_error_message=_("It must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(limit__isnull=True) | Q(used__lte=F("limit")), name="promotion_never_used_up_twice"
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.limit is not None and self.pk and self.used > self.limit:
            message = _("It was used %(used)s times already. To end it, make it inactive.")
            raise ValidationError({"limit": message % {"used": self.used}})

    def is_running(self, now) -> bool:
        return self.is_active and self.has_begun(now) and not self.has_ended(now)

    def has_begun(self, now) -> bool:
        return self.starts_at is None or self.starts_at <= now

    def has_ended(self, now) -> bool:
        return self.ends_at is not None and self.ends_at <= now
