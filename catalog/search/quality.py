"""How good the search is, measured against people's ratings: nDCG@10 (Järvelin and Kekäläinen, 2002).

Gain of a rating r: 2^r - 1; discount of place i: log2(i + 1); ideal: the query's ratings in falling order. A query that
has nothing rated above 0 can't be ranked well or badly and is left out. Two readings of one list of results:

- *rated*: over the query's rated documents. Results that nobody rated are passed over; the first ten rated ones count.
- *raw*: the first ten results as they are; one that nobody rated gains nothing, so it is a lower bound.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from math import log2
from pathlib import Path

from django.db import connection

from catalog.queries.selection import DEFAULT_SORT
from catalog.queries.window import Filters
from catalog.search.ranking import SEARCH_WINDOW, Found
from catalog.search.understanding import understand

PLACES = 10


@dataclass(frozen=True)
class Quality:
    query: str
    rated: float
    raw: float
    results: int
    rated_found: int
    rated_in_all: int


def read_ratings(path: Path) -> dict[str, dict[str, int]]:
    """`query,docid,rating` as CSV with a header; a rating is 0 or more. Raises ValueError naming the line."""
    ratings: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                ratings.setdefault(row["query"], {})[row["docid"]] = int(float(row["rating"]))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path} line {number}: query,docid,rating expected, {row!r} seen.") from error
    return ratings


def quality(query: str, ratings: dict[str, int], results: list[str]) -> Quality | None:
    """None when nothing was rated above 0. `results` are source ids, best first."""
    ideal = gain(sorted(ratings.values(), reverse=True))
    if not ideal:
        return None
    rated = [ratings[docid] for docid in results if docid in ratings]
    raw = [ratings.get(docid, 0) for docid in results]
    return Quality(query, gain(rated) / ideal, gain(raw) / ideal, len(results), len(rated), len(ratings))


def gain(ratings: Iterable[int]) -> float:
    return sum((2**rating - 1) / log2(place + 1) for place, rating in enumerate(list(ratings)[:PLACES], start=1))


def shop_results(text: str, source: str = "") -> list[str]:
    """Source ids of what the shop finds, in its order; at most a window of them."""
    understood = understand(text)
    if understood is None:
        return []
    found = Found(understood.wanted, DEFAULT_SORT)
    preamble, parameters = found.preamble()
    sql, its_parameters = found.rows(Filters(), found.size)
    return _source_ids(f"WITH {preamble} found AS ({sql})", [*parameters, *its_parameters], source)


def plain_results(text: str, source: str = "") -> list[str]:
    """What PostgreSQL finds without us: plainto_tsquery over title and short description, by ts_rank."""
    words = "to_tsvector('english', title || ' ' || short_description)"
    return _source_ids(
        f"WITH found AS (SELECT id AS product_id FROM catalog_product, plainto_tsquery('english', %s) q "
        f"WHERE status = 'published' AND {words} @@ q "
        f"ORDER BY ts_rank({words}, q) DESC, id DESC LIMIT {SEARCH_WINDOW})",
        [text],
        source,
    )


def _source_ids(sql: str, parameters: list, source: str) -> list[str]:
    only = "WHERE p.source = %s" if source else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{sql} SELECT p.source_id FROM (SELECT product_id, row_number() OVER () AS place FROM found) f "
            f"JOIN catalog_product p ON p.id = f.product_id {only} ORDER BY f.place",
            [*parameters, *([source] if source else [])],
        )
        return [row[0] for row in cursor.fetchall()]
