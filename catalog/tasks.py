"""What follows later, in batches, each its own transaction: a batch is done whole, and doing it twice does no harm."""

import time

from celery import shared_task
from django.db import connection

from catalog.search import vocabulary

BATCH = 500
MAX_SECONDS = 60  # then the rest is another task: a worker can stop between them

DUE = """
WITH due AS (
    SELECT id FROM catalog_product WHERE next_change_at <= now()
    ORDER BY next_change_at LIMIT %s FOR NO KEY UPDATE SKIP LOCKED)
SELECT count(id), catalog_refresh(array_agg(id), true) FROM due
"""

# Windows of ids, not of matches, so that each step costs the same however rare the attribute is.
WITH_ATTRIBUTE = """
WITH next_ids AS (SELECT id FROM catalog_product WHERE id > %(after)s ORDER BY id LIMIT %(batch)s),
carriers AS (
    SELECT p.id FROM catalog_product p JOIN next_ids USING (id)
    WHERE p.attributes ? %(code)s OR (%(code)s = 'brand' AND p.brand_id IS NOT NULL)
       OR EXISTS (SELECT FROM catalog_variant v WHERE v.product_id = p.id AND v.options ? %(code)s))
SELECT (SELECT max(id) FROM next_ids), catalog_refresh(ARRAY(SELECT id FROM carriers), false)
"""

BELOW_CATEGORY = """
WITH next_ids AS (SELECT id FROM catalog_product WHERE id > %(after)s ORDER BY id LIMIT %(batch)s)
SELECT (SELECT max(id) FROM next_ids), catalog_refresh(ARRAY(
    SELECT DISTINCT pc.product_id
    FROM next_ids JOIN catalog_productcategory pc ON pc.product_id = next_ids.id
    JOIN catalog_category c ON c.id = pc.category_id
    JOIN catalog_category above ON above.id = %(category)s AND c.path LIKE above.path || '%%'), true)
"""


@shared_task(name="catalog.tasks.refresh_due_products", ignore_result=True)
def refresh_due_products() -> int:
    """Products whose time has come: published, withdrawn, a sale that begins or ends. Returns how many.

    Two runs at once share the work: each skips what the other holds.
    """
    done, stop_at = 0, time.monotonic() + MAX_SECONDS
    while time.monotonic() < stop_at:
        with connection.cursor() as cursor:
            cursor.execute(DUE, [BATCH])
            count = cursor.fetchone()[0]
        done += count
        if count < BATCH:
            break
    return done


@shared_task(name="catalog.tasks.refresh_attribute", ignore_result=True)
def refresh_attribute(code: str, after: int = 0) -> None:
    """Facets of all products that have this attribute (or option, or a brand), beyond the product id `after`."""
    reached = refresh_windows(WITH_ATTRIBUTE, after, code=code)
    if reached is not None:
        refresh_attribute.delay(code, reached)


@shared_task(name="catalog.tasks.refresh_category", ignore_result=True)
def refresh_category(category_id: int, after: int = 0) -> None:
    """Listings of all products in a category and below it, beyond the product id `after`."""
    reached = refresh_windows(BELOW_CATEGORY, after, category=category_id)
    if reached is not None:
        refresh_category.delay(category_id, reached)


def refresh_windows(sql: str, after: int, **values) -> int | None:
    """Runs `sql` window by window for a minute; the id reached, None when all products have been passed."""
    stop_at = time.monotonic() + MAX_SECONDS
    while time.monotonic() < stop_at:
        with connection.cursor() as cursor:
            cursor.execute(sql, {"after": after, "batch": BATCH} | values)
            last = cursor.fetchone()[0]
        if last is None:
            return None
        after = last
    return after


@shared_task(name="catalog.tasks.count_words", ignore_result=True)
def count_words() -> None:
    """New words of titles become known to corrections and suggestions."""
    vocabulary.count_words()
