from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from payments import PaymentStatus
from payments.models import BasePayment

from checkout.models.order import Order, money


class Payment(BasePayment):
    """One attempt to pay an order, with one provider (`variant`). Its `total` is the order's, always.

    `token` is our name for it at the provider, and the key by which it begins there once; `transaction_id` is the
    provider's name for the attempt. `currency` is that of the money that came, once it has come.
    """

    OPEN = (PaymentStatus.WAITING, PaymentStatus.INPUT, PaymentStatus.PREAUTH)
    WITH_MONEY = (PaymentStatus.CONFIRMED, PaymentStatus.REFUNDED)

    order = models.ForeignKey(Order, models.PROTECT, related_name="payments")
    total = money(_("total"))
    captured_amount = money(_("captured"), default=0)
    charge = models.CharField(max_length=255, blank=True, db_default="")  # the provider's, which refunds refer to
    # When its money was counted for the order. At most one of an order's payments has it.
    counted_at = models.DateTimeField(_("counted"), null=True, editable=False)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        indexes = [
            models.Index(fields=["charge"], condition=~Q(charge=""), name="payment_charge"),
            models.Index(fields=["counted_at"], condition=Q(counted_at__isnull=False), name="payment_counted"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(counted_at__isnull=False), name="payment_counts_once_an_order"
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(status__in=(PaymentStatus.WAITING, PaymentStatus.INPUT, PaymentStatus.PREAUTH)),
                name="payment_open_once_an_order",
            ),
            models.UniqueConstraint(fields=["token"], name="payment_token_once"),
        ]

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def has_money(self) -> bool:
        """Or had it, before it went back."""
        return self.status in self.WITH_MONEY

    def get_process_url(self) -> str:
        """Where a provider sends the buyer back to, whatever came of it: that is asked, not read from the address."""
        return reverse("checkout:payment_return", args=[self.token])

    def get_success_url(self) -> str:
        return settings.SITE_URL + reverse("checkout:done", args=[self.order.number])

    def get_failure_url(self) -> str:
        return settings.SITE_URL + reverse("checkout:pay", args=[self.order.number])

    def get_purchased_items(self):
        return []  # the total is the order's: discounts and taxes are in it
