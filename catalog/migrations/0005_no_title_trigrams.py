"""Drops the trigram index on titles: words are found by `search`, misspelt ones by the vocabulary (SearchWord).

It was a fifth of what refreshing a product cost, since each refresh writes a new row version into every index.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_search_words")]
    operations = [migrations.RemoveIndex("product", "product_title_like")]
