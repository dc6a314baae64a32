"""Finds the few attributes that are facets among the thousands that real catalogues bring.

A refresh joins them for every product: with 5,000 attributes of which 24 were facets, scanning the table was 270 of the
750 ms that a thousand products cost.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0008_admin_filters")]
    operations = [
        migrations.AddIndex(
            "attribute",
            models.Index(
                fields=["code"], include=["id"], condition=models.Q(is_facet=True), name="attribute_facets"
            ),
        ),
    ]
