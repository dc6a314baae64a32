"""What products are described by, and the values that shoppers filter by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog import surrogate_keys


class Attribute(models.Model):
    """A named property: `colour` (text), `weight` (number, kg), `touchscreen` (boolean).

    A product keeps its values in `Product.attributes`, as JSON of the attribute's kind by `code`.
    The codes `brand` and those of variant options (`size`) are facets like any other.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        NUMBER = "number", _("number")
        BOOLEAN = "boolean", _("yes or no")

    code = models.SlugField(_("code"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TEXT)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    is_facet = models.BooleanField(_("shoppers filter by it"), default=False)
    position = models.IntegerField(_("position"), default=100, help_text=_("Lower comes first."))

    class Meta:
        triggers = surrogate_keys.attribute_notes()
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        ordering = ["position", "name"]
        # A refresh looks up each product's facets among a few dozen, whatever thousands of attributes there are.
        indexes = [
            models.Index(fields=["code"], include=["id"], condition=models.Q(is_facet=True), name="attribute_facets")
        ]

    def __str__(self):
        return f"{self.name} ({self.unit})" if self.unit else self.name


class FacetValue(models.Model):
    """One value of one facet, interned by the database so that a product lists its facets as small integers."""

    id = models.AutoField(primary_key=True)
    attribute = models.ForeignKey(Attribute, models.CASCADE, related_name="facet_values", verbose_name=_("attribute"))
    value = models.CharField(_("value"), max_length=200)

    class Meta:
        verbose_name = _("facet value")
        verbose_name_plural = _("facet values")
        constraints = [models.UniqueConstraint(fields=["attribute", "value"], name="facetvalue_once")]

    def __str__(self):
        return self.value
