"""The index that search takes its candidates from: words of title, brand, categories and short description, within a
band of popularity, with chosen facets. A common word is read from the most popular band down until enough are found.
"""

from pathlib import Path

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("catalog", "0006_covering_listings")]
    operations = [
        migrations.RunSQL(SQL, "DROP FUNCTION catalog_popularity_band(integer)"),
        migrations.AddIndex(
            "product",
            GinIndex(
                models.Func("popularity", function="catalog_popularity_band", output_field=models.IntegerField()),
                models.Func("search", models.Value("{a,b,c}"), function="ts_filter"),
                models.F("facet_ids"),
                name="product_found",
            ),
        ),
    ]
