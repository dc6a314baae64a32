"""Heads of listings that had no index: best rated in a category (most products have no rating, so only those that
have one are in it), and what is on sale on the home page."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_refresh")]
    operations = [
        migrations.AddIndex(
            "listing",
            models.Index(
                fields=["category", "-rating", "-product"],
                condition=Q(rating__isnull=False),
                name="listing_by_rating",
            ),
        ),
        migrations.AddIndex(
            "product",
            models.Index(
                fields=["-popularity", "-id"], condition=Q(price__lt=F("list_price")), name="product_on_sale"
            ),
        ),
    ]
