from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog import triggers
from catalog.models.product import Product
from catalog.models.variant import Variant


class Image(models.Model):
    """A picture of a product. Where only an address was imported, `file` is empty and nothing is shown for it."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="images", verbose_name=_("product"))
    variant = models.ForeignKey(
        Variant, models.SET_NULL, null=True, blank=True, related_name="images", verbose_name=_("variant")
    )
    file = models.ImageField(
        _("file"), upload_to="products/%Y/%m", blank=True, max_length=200, width_field="width", height_field="height"
    )
    source_url = models.CharField(_("where it came from"), max_length=600, blank=True, editable=False)
    alt = models.CharField(_("description for screen readers"), max_length=300, blank=True)
    position = models.SmallIntegerField(_("position"), default=0)
    width = models.IntegerField(null=True, editable=False)
    height = models.IntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["position", "id"]
        triggers = [*triggers.refresh_products_of(), *triggers.thumbnail_triggers("product", "file")]

    def __str__(self):
        return self.alt or str(self.file) or self.source_url
