from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from payments.models import BasePayment

from checkout.models.order import Order


class Payment(BasePayment):
    """One attempt to pay an order, with one provider (`variant`). Its `total` is the order's, always."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="payments")
    # When its money was counted for the order. At most one of an order's payments has it.
    counted_at = models.DateTimeField(_("counted"), null=True, editable=False)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(counted_at__isnull=False), name="payment_counts_once_an_order"
            ),
            models.UniqueConstraint(fields=["token"], name="payment_token_once"),
        ]

    def get_success_url(self):
        return settings.SITE_URL + reverse("checkout:done", args=[self.order.number])

    def get_failure_url(self):
        return settings.SITE_URL + reverse("checkout:pay", args=[self.order.number])

    def get_purchased_items(self):
        return []  # the total is the order's: discounts and taxes are in it
