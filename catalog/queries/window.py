"""The bounded window: the best rows of a listing by its sort, counted, cut into pages and facets in one query.

A listing is a *source* of rows (product_id, price, stock_band, facet_ids), best first, that costs no more than its
LIMIT: the head of an index. What is counted is that head, so a category of a million products costs what one of two
thousand does. Counts are exact when the source ends within the window.
"""

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from catalog.queries.facets import ChosenFacet
from catalog.queries.selection import PER_PAGE, ListingQuery
from shop.db.router import reader

MAX_VALUES_SHOWN = 15  # of each facet


@dataclass(frozen=True)
class Filters:
    """What rows must have: a value of each facet, a price in the range, stock."""

    facets: tuple[ChosenFacet, ...] = ()
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    in_stock: bool = False

    @classmethod
    def of(cls, query: ListingQuery, facets: list[ChosenFacet]) -> "Filters":
        return cls(tuple(facets), query.price_min, query.price_max, query.in_stock)

    def without(self, facet: ChosenFacet) -> "Filters":
        return replace(self, facets=tuple(one for one in self.facets if one is not facet))

    def without_price(self) -> "Filters":
        return replace(self, price_min=None, price_max=None)

    def sql(self, row: str) -> tuple[str, list]:
        """A condition over the row called `row`, beginning with AND; empty without filters."""
        conditions: list[str] = []
        parameters: list = []
        for facet in self.facets:
            conditions.append(f"{row}.facet_ids && %s::integer[]")
            parameters.append(facet.value_ids)
        if self.price_min is not None:
            conditions.append(f"{row}.price >= %s")
            parameters.append(self.price_min)
        if self.price_max is not None:
            conditions.append(f"{row}.price <= %s")
            parameters.append(self.price_max)
        if self.in_stock:
            conditions.append(f"{row}.stock_band > 0")
        return "".join(f" AND {condition}" for condition in conditions), parameters


class Source(Protocol):
    @property
    def size(self) -> int:
        """Of the window, in rows."""
        ...

    def preamble(self) -> tuple[str, list]:
        """CTEs that the rows are read from, each ending in a comma; usually none."""
        ...

    def rows(self, filters: Filters, limit: int) -> tuple[str, list]:
        """SQL of at most `limit` rows (product_id, price, stock_band, facet_ids), best first."""
        ...


@dataclass(frozen=True)
class Window:
    total: int  # at most the window's size
    is_exact: bool
    product_ids: list[int]  # of the page asked for
    facet_rows: list[dict]
    price_bounds: tuple[Decimal, Decimal] | None

    @property
    def shown_total(self) -> int:
        """A full window of 2,016 rows is shown as "2,000+"."""
        return self.total if self.is_exact else self.total // 100 * 100


def read_window(source: Source, filters: Filters, page: int | None) -> Window:
    """Counts, facet counts and a page's product ids (None: all of the window's). One query.

    The counts of a facet's values leave the facet's own choice out of account (its own CTE), so that a second value
    can be added.
    """
    arms = {"matched": filters}
    arms |= {f"without_{facet.attribute_id}": filters.without(facet) for facet in filters.facets}
    priced = "matched"
    if filters.without_price() != filters:
        priced = "without_price"
        arms[priced] = filters.without_price()

    preamble, parameters = source.preamble()
    ctes = []
    for name, its_filters in arms.items():
        sql, its_parameters = source.rows(its_filters, source.size + 1)
        ctes.append(f"{name} AS MATERIALIZED (SELECT *, row_number() OVER () AS place FROM ({sql}) ordered)")
        parameters = [*parameters, *its_parameters]
    sql = f"WITH {preamble} {', '.join(ctes)} {_summary(filters, priced, source.size)}"
    first, last = (0, source.size) if page is None else (PER_PAGE * (page - 1), min(PER_PAGE * page, source.size))
    parameters += [first, last, MAX_VALUES_SHOWN]
    with reader().cursor() as cursor:
        cursor.execute(sql, parameters)
        total, ids, lowest, highest, facet_rows = cursor.fetchone()
    return Window(
        total=min(total, source.size),
        is_exact=total <= source.size,
        product_ids=ids or [],
        facet_rows=json.loads(facet_rows) if isinstance(facet_rows, str) else facet_rows or [],
        price_bounds=None if lowest is None else (lowest, highest),
    )


def _summary(filters: Filters, priced: str, size: int) -> str:
    chosen = [facet.attribute_id for facet in filters.facets]
    others = f"AND v.attribute_id NOT IN ({', '.join(map(str, chosen))})" if chosen else ""
    tallies = [_tally("matched", others, size)]
    tallies += [_tally(f"without_{one}", f"AND v.attribute_id = {one}", size) for one in chosen]
    wanted_ids = [value_id for facet in filters.facets for value_id in facet.value_ids] or [0]
    return f"""
    , tallied AS ({" UNION ALL ".join(tallies)})
    , ranked AS (
        SELECT *, row_number() OVER (PARTITION BY attribute_id ORDER BY is_chosen DESC, count DESC, value) AS place,
               sum(count) OVER (PARTITION BY attribute_id) AS covered
        FROM (SELECT t.*, t.id IN ({", ".join(map(str, wanted_ids))}) AS is_chosen FROM tallied t) t
    )
    SELECT (SELECT count(*) FROM matched),
           (SELECT array_agg(product_id ORDER BY place) FROM matched WHERE place > %s AND place <= %s),
           (SELECT min(price) FROM {priced}), (SELECT max(price) FROM {priced}),
           (SELECT json_agg(json_build_object('code', a.code, 'name', a.name, 'unit', a.unit, 'kind', a.kind,
                       'position', a.position, 'value', r.value, 'count', r.count, 'covered', r.covered)
                   ORDER BY a.position, a.id, r.place)
            FROM ranked r JOIN catalog_attribute a ON a.id = r.attribute_id WHERE r.place <= %s)
    """


def _tally(cte: str, condition: str, size: int) -> str:
    return f"""
        SELECT v.id, v.attribute_id, v.value, c.count
        FROM (SELECT facet_id, count(*) AS count FROM {cte} CROSS JOIN LATERAL unnest(facet_ids) facet_id
              WHERE place <= {size} GROUP BY facet_id) c
        JOIN catalog_facetvalue v ON v.id = c.facet_id {condition}"""
