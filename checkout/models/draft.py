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

    def keep(self, **said) -> None:
        """Writes down what the buyer has just said; one statement, whoever says something in another tab."""
        for name, value in said.items():
            setattr(self, name, value)
        type(self).objects.bulk_create(
            [self], update_conflicts=True, unique_fields=["cart"], update_fields=[*said, "updated_at"]
        )

    @classmethod
    def let_go(cls, order) -> None:
        """Nothing comes of this order: the next one of its cart is another one."""
        cls.objects.filter(cart_id=order.cart_id, key=order.key).update(key=uuid.uuid4(), order=None)
