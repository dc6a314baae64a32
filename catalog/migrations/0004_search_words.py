"""The vocabulary of search, and an index that finds categories by words of their names."""

from pathlib import Path

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text()
UNDO = "DROP FUNCTION catalog_count_words(); DROP TEXT SEARCH CONFIGURATION shop_words;"


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_listing_heads")]
    operations = [
        migrations.CreateModel(
            "SearchWord",
            [
                ("word", models.CharField(db_collation="C", max_length=40, primary_key=True, serialize=False)),
                ("lexeme", models.CharField(max_length=40)),
                ("documents", models.IntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["lexeme"], name="searchword_lexeme"),
                    GinIndex(OpClass("word", name="gin_trgm_ops"), name="searchword_like"),
                ],
            },
        ),
        migrations.RunSQL(SQL, UNDO),
        migrations.AddIndex(
            "category", GinIndex(SearchVector("name", config="shop"), name="category_name_words")
        ),
    ]
