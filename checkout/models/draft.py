import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Checkout(models.Model):
    """How far the buyer of one cart has come: what they said so far. Left and taken up again at any step.

    `key` is that of the order it will be. While `order` waits for its money, the same key means that order.
    """

    cart = models.OneToOneField("cart.Cart", models.CASCADE, related_name="checkout", primary_key=True)
    key = models.UUIDField(default=uuid.uuid4)
    email = models.EmailField(_("e-mail address"), blank=True)
    delivery_address = models.JSONField(null=True)
    billing_address = models.JSONField(null=True)  # None: as delivered to
    shipping_code = models.CharField(max_length=40, blank=True)
    payment_variant = models.CharField(max_length=40, blank=True)
    order = models.ForeignKey("checkout.Order", models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("checkout")
        verbose_name_plural = _("checkouts")

    def __str__(self):
        return str(self.key)

    def begin_anew(self) -> None:
        """The next order is another one."""
        self.key, self.order = uuid.uuid4(), None
        self.save(update_fields=["key", "order", "updated_at"])
