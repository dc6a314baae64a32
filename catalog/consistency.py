"""Proves what the database keeps: derived columns, listings, stock bands, addresses; and makes it right again.

Each check goes through one table in batches of ids, each in one statement and so against one snapshot: what a writer
changes at the same time is seen before or after, never half. Memory does not grow with the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

BATCH = 1000

# A product that becomes due (goes live, ends its sale) is refreshed by the clock within seconds, not at the instant.
NOT_JUST_DUE = "NOT coalesce(p.next_change_at BETWEEN now() - interval '2 minutes' AND now(), false)"
DERIVED = (
    "price, list_price, price_varies, stock_band, image_file, image_width, image_height, rating, rating_count, "
    "category_ids, facet_ids, next_change_at"
)
# The stock is what was counted; movements that do not come to it are what is wrong.
STOCK_AND_MOVEMENTS = (
    "SELECT {} FROM catalog_variant v LEFT JOIN catalog_stock s ON s.variant_id = v.id "
    "LEFT JOIN (SELECT variant_id, sum(on_hand) AS on_hand, sum(reserved) AS reserved FROM catalog_stockmovement "
    "WHERE variant_id = ANY (%(ids)s) GROUP BY variant_id) m ON m.variant_id = v.id WHERE v.id = ANY (%(ids)s)"
)
LISTED = "product_id, category_id, popularity, price, rating, created_at, stock_band, facet_ids"


@dataclass(frozen=True)
class Check:
    """`wrong`: SQL of the wrong ids among %(ids)s of `table`. `repair`: SQL statements over the wrong %(ids)s."""

    name: str
    table: str
    wrong: str
    repair: tuple[str, ...]


@dataclass
class Outcome:
    check: Check
    looked_at: int
    wrong: list[int]  # the first few
    wrong_count: int
    left: int  # still wrong after the repair, if there was one


def _columns(row: str) -> str:
    return ", ".join(f"{row}.{column.strip()}" for column in DERIVED.split(","))


# Apps above add theirs when they are ready.
CHECKS = [
    Check(
        "category addresses",
        "catalog_category",
        "SELECT id FROM catalog_category WHERE id = ANY (%(ids)s) AND url_path <> catalog_url_path(path, slug)",
        ("UPDATE catalog_category SET url_path = catalog_url_path(path, slug) WHERE id = ANY (%(ids)s)",),
    ),
    Check(
        "category tree",
        "catalog_category",
        "SELECT c.id FROM catalog_category c WHERE c.id = ANY (%(ids)s) AND (c.depth, c.numchild) IS DISTINCT FROM "
        "(length(c.path) / 4, (SELECT count(*) FROM catalog_category child "
        "WHERE child.path LIKE c.path || '____' AND length(child.path) = length(c.path) + 4))",
        (
            "UPDATE catalog_category c SET depth = length(c.path) / 4, numchild = (SELECT count(*) "
            "FROM catalog_category child WHERE child.path LIKE c.path || '____' "
            "AND length(child.path) = length(c.path) + 4) WHERE c.id = ANY (%(ids)s)",
        ),
    ),
    Check(
        "old addresses that are in use",
        "catalog_oldslug",
        "SELECT o.id FROM catalog_oldslug o WHERE o.id = ANY (%(ids)s) AND ("
        "EXISTS (SELECT FROM catalog_product p WHERE o.old_path LIKE 'p/%%' AND p.slug = substr(o.old_path, 3)) OR "
        "EXISTS (SELECT FROM catalog_category c WHERE o.old_path LIKE 'c/%%' AND c.url_path = substr(o.old_path, 3)))",
        ("DELETE FROM catalog_oldslug WHERE id = ANY (%(ids)s)",),
    ),
    Check(
        "stock bands",
        "catalog_variant",
        "SELECT v.id FROM catalog_variant v LEFT JOIN catalog_stock s ON s.variant_id = v.id "
        "WHERE v.id = ANY (%(ids)s) AND v.stock_band <> CASE WHEN coalesce(s.on_hand - s.reserved, 0) <= 0 THEN 0 "
        "WHEN s.on_hand - s.reserved < s.few_below THEN 1 ELSE 2 END",
        (
            "SELECT catalog_set_bands(%(ids)s)",
            "SELECT catalog_refresh(ARRAY("
            "SELECT DISTINCT product_id FROM catalog_variant WHERE id = ANY (%(ids)s)), true)",
        ),
    ),
    Check(
        "stock movements",
        "catalog_variant",
        STOCK_AND_MOVEMENTS.format("v.id") + " AND (coalesce(s.on_hand, 0), coalesce(s.reserved, 0)) "
        "IS DISTINCT FROM (coalesce(m.on_hand, 0), coalesce(m.reserved, 0))",
        (
            "INSERT INTO catalog_stockmovement (variant_id, on_hand, reserved, reason) "
            + STOCK_AND_MOVEMENTS.format(
                "v.id, coalesce(s.on_hand, 0) - coalesce(m.on_hand, 0), "
                "coalesce(s.reserved, 0) - coalesce(m.reserved, 0), 'repair'"
            ),
        ),
    ),
    Check(
        "products",
        "catalog_product",
        "SELECT p.id FROM catalog_product p JOIN catalog_product_derived d ON d.id = p.id "
        f"WHERE p.id = ANY (%(ids)s) AND d.id = ANY (%(ids)s) AND {NOT_JUST_DUE} "
        f"AND ({_columns('p')}, p.search) IS DISTINCT FROM ({_columns('d')}, catalog_search_vector(p)) "
        "UNION SELECT f.product_id FROM catalog_product_facet f WHERE f.product_id = ANY (%(ids)s) AND NOT EXISTS ("
        "SELECT FROM catalog_facetvalue v WHERE v.attribute_id = f.attribute_id AND v.value = f.value)",
        ("SELECT catalog_refresh(%(ids)s, true)",),
    ),
    Check(
        "listings",
        "catalog_product",
        f"SELECT DISTINCT p.id FROM (SELECT {LISTED} FROM catalog_listing WHERE product_id = ANY (%(ids)s)) l "
        f"FULL JOIN (SELECT {LISTED} FROM catalog_listing_derived WHERE product_id = ANY (%(ids)s)) d "
        "ON (d.product_id, d.category_id) = (l.product_id, l.category_id) "
        "JOIN catalog_product p ON p.id = coalesce(l.product_id, d.product_id) "
        f"WHERE {NOT_JUST_DUE} AND l.* IS DISTINCT FROM d.*",
        ("SELECT catalog_refresh_listings(%(ids)s)",),
    ),
]


def check_all(*, repair: bool) -> Iterator[Outcome]:
    for check in CHECKS:
        yield run(check, repair=repair)


def run(check: Check, *, repair: bool) -> Outcome:
    outcome = Outcome(check, 0, [], 0, 0)
    for ids in _batches(check.table):
        wrong = _ids(check.wrong, ids)
        outcome.looked_at += len(ids)
        outcome.wrong_count += len(wrong)
        outcome.wrong += wrong[: 10 - len(outcome.wrong)]
        outcome.left += len(_repaired(check, wrong)) if repair and wrong else len(wrong)
    return outcome


def _repaired(check: Check, wrong: list[int]) -> list[int]:
    """What is still wrong afterwards. One transaction a batch."""
    with transaction.atomic(), connection.cursor() as cursor:
        for sql in check.repair:
            cursor.execute(sql, {"ids": wrong})
    return _ids(check.wrong, wrong)


def _batches(table: str) -> Iterator[list[int]]:
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM {table} WHERE id > %s ORDER BY id LIMIT {BATCH}", [last])
            ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return
        yield ids
        last = ids[-1]


def _ids(sql: str, ids: list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"ids": ids})
        return sorted(row[0] for row in cursor.fetchall())
