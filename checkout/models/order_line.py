from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from checkout.models.order import Order, money


class OrderLine(models.Model):
    """What was bought, as it was called and cost then. `variant` is only for stock and for buying again."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    variant = models.ForeignKey(
        "catalog.Variant", models.SET_NULL, null=True, related_name="+", verbose_name=_("variant")
    )
    position = models.SmallIntegerField(_("position"))
    sku = models.CharField(_("SKU"), max_length=120)
    title = models.CharField(_("title"), max_length=300)
    options = models.CharField(_("options"), max_length=300, blank=True)
    quantity = models.IntegerField(_("quantity"))
    unit_price = money(_("price"))
    amount = money(_("amount"))  # unit price × quantity
    discount = money(_("discount"))
    tax_rate = models.DecimalField(_("tax rate"), max_digits=6, decimal_places=5)
    tax = money(_("tax"))
    total = money(_("total"))  # what the buyer pays for the line
    returned = models.IntegerField(_("returned"), default=0, editable=False)

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["order", "position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="orderline_position_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orderline_quantity"),
            models.CheckConstraint(
                condition=Q(returned__gte=0, returned__lte=F("quantity")), name="orderline_returned_at_most_bought"
            ),
        ]

    def __str__(self):
        return f"{self.quantity} × {self.sku}"
