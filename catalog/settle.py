"""What follows a bulk load, once for all its batches."""

from django.db import connection

from catalog.search.vocabulary import count_words

TABLES = (
    "catalog_product, catalog_listing, catalog_productcategory, catalog_variant, catalog_price, catalog_stock, "
    "catalog_image, catalog_facetvalue, catalog_category, catalog_brand, catalog_attribute"
)


def settle_after_load() -> None:
    """Makes pages fast at once: what autovacuum would do minutes later, and the words for suggestions.

    VACUUM merges the GIN indexes' pending entries and marks pages as visible to all, so that listings are read from
    their indexes alone; ANALYZE tells the planner what there is now. Inside a transaction only the words are counted.
    """
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE, SKIP_LOCKED) {TABLES}")
    count_words()
