from django.db import models

from catalog import surrogate_keys
from catalog.models.category import Category
from catalog.models.product import Product


class OldSlug(models.Model):
    """An address that a product or category once had; its page redirects. Written by triggers when a slug changes."""

    old_path = models.CharField(max_length=500, unique=True)  # "p/blue-mug" or "c/men/tops"
    product = models.ForeignKey(Product, models.CASCADE, null=True, related_name="+")
    category = models.ForeignKey(Category, models.CASCADE, null=True, related_name="+")

    class Meta:
        triggers = surrogate_keys.old_address_notes()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(product__isnull=False) ^ models.Q(category__isnull=False),
                name="oldslug_leads_somewhere",
            )
        ]
