"""What follows later. A long walk is many tasks, each a short transaction that asks for the next."""

import logging
import time
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from catalog import back_in_stock, low_stock
from catalog.pictures import ALIASES
from catalog.search import vocabulary
from shop.tasks import current_key, task
from shop.tasks.walk import key_of_next
from shop.thumbnails.make import NoThumbnail, sweep
from shop.thumbnails.make_aside import make_missing_aside

logger = logging.getLogger(__name__)
BATCH = 500
MAX_SECONDS = 2  # then the rest is another task: what it has written is locked until its end

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


def refresh_due_products() -> int:
    """Products whose time has come: published, withdrawn, a sale that begins or ends. Returns how many.

    The relay calls it, outside a transaction: each batch is one of its own. Two runs at once share the work: each skips
    what the other holds.
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


@task(queue="soon")
def refresh_attribute(code: str, after: int = 0) -> None:
    """Facets of all products that have this attribute (or option, or a brand), beyond the product id `after`."""
    reached = refresh_windows(WITH_ATTRIBUTE, after, code=code)
    if reached is not None:
        refresh_attribute.later(code, reached, key=key_of_next(reached))


@task(queue="soon")
def refresh_category(category_id: int, after: int = 0) -> None:
    """Listings of all products in a category and below it, beyond the product id `after`."""
    reached = refresh_windows(BELOW_CATEGORY, after, category=category_id)
    if reached is not None:
        refresh_category.later(category_id, reached, key=key_of_next(reached))


def refresh_windows(sql: str, after: int, **values) -> int | None:
    """Runs `sql` window by window for MAX_SECONDS; the id reached, None when all products have been passed."""
    stop_at = time.monotonic() + MAX_SECONDS
    while time.monotonic() < stop_at:
        with connection.cursor() as cursor:
            cursor.execute(sql, {"after": after, "batch": BATCH} | values)
            last = cursor.fetchone()[0]
        if last is None:
            return None
        after = last
    return after


@task(queue="whenever", every=timedelta(hours=1), time_limit_seconds=120)
def count_words() -> None:
    """New words of titles become known to corrections and suggestions."""
    vocabulary.count_words()


@task(queue="whenever", time_limit_seconds=120)
def make_thumbnails(file: str, place: str) -> None:
    """All sizes and formats of a picture as it is shown in `place`; what is there already stays.

    Asked for by the database, with the row that names the file (catalog/triggers.py). What can't be read as a picture
    is logged, and not tried again: it won't be one later.
    """
    try:
        make_missing_aside(file, ALIASES[place])
    except NoThumbnail as reason:
        logger.warning("no thumbnails: %s", reason)


@task(queue="whenever", every=timedelta(days=1), at=timedelta(hours=3))
def sweep_thumbnails() -> None:
    """What workers left half-made when they were killed."""
    sweep()


@task(queue="soon")
def tell_back_in_stock(variant_id: int) -> None:
    """Mails to all who wait for the variant, a batch a task."""
    if back_in_stock.tell(variant_id) == back_in_stock.BATCH:
        tell_back_in_stock.later(variant_id, key=f"{current_key()}+")


@task(queue="whenever", every=timedelta(hours=1), at=timedelta(minutes=20))
def tell_waited_for() -> None:
    """What became buyable without its band leaving "sold out": published, or given a price.

    And forgets whom it told long ago.
    """
    for variant_id in back_in_stock.waited_for():
        tell_back_in_stock.later(variant_id, key=f"{current_key()} {variant_id}")
    back_in_stock.forget_told()


@task(queue="whenever", every=timedelta(days=1), at=timedelta(hours=6))
def report_low_stock() -> None:
    """Mails staff what should be ordered anew (catalog/low_stock.py)."""
    low_stock.report(f"{timezone.now():%Y-%m-%d}")
