from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cart.models.cart import Cart


class SavedLine(models.Model):
    """Put aside for later. Its own table, so that nothing that counts or buys cart lines can forget to leave it out."""

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="saved_lines")
    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="+", verbose_name=_("variant"))
    quantity = models.SmallIntegerField(_("quantity"))
    saved_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("saved line")
        verbose_name_plural = _("saved lines")
        ordering = ["-saved_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["cart", "variant"], name="savedline_once_a_variant")]

    def __str__(self):
        return f"{self.quantity} × {self.variant_id}"
