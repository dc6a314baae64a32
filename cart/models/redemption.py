from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cart.models.promotion import Promotion
from cart.models.voucher import Voucher


class Redemption(models.Model):
    """A promotion used by an order; given back if the order comes to nothing."""

    promotion = models.ForeignKey(Promotion, models.PROTECT, related_name="redemptions", verbose_name=_("promotion"))
    voucher = models.ForeignKey(
        Voucher, models.PROTECT, null=True, related_name="redemptions", verbose_name=_("voucher")
    )
    order_number = models.CharField(_("order"), max_length=40, db_index=True)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("customer")
    )
    email = models.EmailField(_("e-mail address"), max_length=254)
    amount = models.DecimalField(_("saved"), max_digits=12, decimal_places=2)
    # Which counters it raised, so that giving it back lowers these, whatever limits were changed meanwhile.
    raised_promotion = models.BooleanField(default=False)
    raised_voucher = models.BooleanField(default=False)
    raised_for = ArrayField(models.CharField(max_length=260), default=list)
    created_at = models.DateTimeField(_("used"), db_default=Now(), editable=False)
    given_back_at = models.DateTimeField(_("given back"), null=True)

    class Meta:
        verbose_name = _("redemption")
        verbose_name_plural = _("redemptions")
        constraints = [
            models.UniqueConstraint(
                fields=["promotion", "order_number"], condition=Q(given_back_at__isnull=True), name="redemption_once"
            )
        ]

    def __str__(self):
        return f"{self.promotion_id} {self.order_number}"


class CustomerUse(models.Model):
    """How often a customer (`u9`) or an e-mail address has used a promotion that has a limit a customer."""

    promotion = models.ForeignKey(Promotion, models.CASCADE, related_name="+")
    who = models.CharField(max_length=260)
    used = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["promotion", "who"], name="customeruse_once")]
