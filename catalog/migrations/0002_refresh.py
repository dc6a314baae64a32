"""The SQL functions and views behind the triggers: see 0002_refresh.sql."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql").read_text()
UNDO = """
DROP FUNCTION catalog_refresh(bigint[], boolean), catalog_refresh_listings(bigint[]), catalog_set_bands(bigint[]);
DROP VIEW catalog_listing_derived, catalog_product_derived, catalog_product_plain, catalog_product_facet;
DROP FUNCTION catalog_search_vector(catalog_product), catalog_keep_old_path(text, text, bigint, bigint);
DROP FUNCTION catalog_title_head(text), catalog_fold_code(text);
DROP FUNCTION catalog_url_path(text, text), catalog_strip_tags(text), catalog_default_currency();
DROP TEXT SEARCH CONFIGURATION shop;
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [
        migrations.RunSQL(SQL, UNDO),
    ]
