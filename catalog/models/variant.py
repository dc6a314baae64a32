from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog import triggers
from catalog.models.product import Product


class Variant(models.Model):
    """What is sold: has the SKU, the options ({"size": "M", "color": "Red"}), prices and stock.

    Every product that can be bought has at least one; a simple product has one without options.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="variants", verbose_name=_("product"))
    sku = models.CharField(_("SKU"), max_length=120, unique=True)
    barcodes = models.JSONField(_("EAN, UPC or GTIN codes"), default=list, blank=True)
    options = models.JSONField(_("options"), default=dict, blank=True)
    position = models.SmallIntegerField(_("position"), default=0)
    weight_grams = models.IntegerField(_("weight (g)"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    # Kept by the database, from the stock row.
    stock_band = models.SmallIntegerField(
        _("stock"), choices=Product.Band, db_default=Product.Band.SOLD_OUT, editable=False
    )

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        ordering = ["position", "id"]
        triggers = [
            *triggers.refresh_products_of(),
            triggers.keep_derived("stock_band", raise_version=False),
            *triggers.alert_triggers(),
        ]

    def __str__(self):
        return self.sku

    @property
    def label(self):
        """The options for a reader: `M, Red`; empty for a simple product."""
        return ", ".join(str(value) for value in self.options.values())
