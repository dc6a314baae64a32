from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cart.models.cart import MAX_QUANTITY, Cart
from cart.surrogate_keys import line_notes


class CartLine(models.Model):
    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="+", verbose_name=_("variant"))
    quantity = models.SmallIntegerField(_("quantity"))
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    # As seen when it was added, so that a change can be told.
    seen_price = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    seen_currency = models.CharField(max_length=3)

    class Meta:
        triggers = line_notes()
        verbose_name = _("cart line")
        verbose_name_plural = _("cart lines")
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="cartline_once_a_variant"),
            models.CheckConstraint(condition=Q(quantity__gte=1, quantity__lte=MAX_QUANTITY), name="cartline_quantity"),
        ]

    def __str__(self):
        return f"{self.quantity} × {self.variant_id}"
