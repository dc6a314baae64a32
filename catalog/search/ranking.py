"""Candidates in bounded number, best first.

Tiers: all that is asked for in title, brand, categories or short description; then anywhere; then some of it. A tier
is looked at only when the ones before it are too short for a page. A common word is met by hundreds of thousands of
products: they are taken band by band of popularity until the window is full, never all fetched, let alone ranked.
"""

from dataclasses import dataclass
from math import log

from catalog.queries.selection import PER_PAGE
from catalog.queries.window import Filters
from catalog.search.wanted import Wanted

SEARCH_WINDOW = 42 * PER_PAGE  # results that are ranked, counted and shown: nobody turns more pages of a search
CANDIDATES = SEARCH_WINDOW + 1
SHORT = PER_PAGE  # fewer than a page of results: look further
BANDS = range(7, -1, -1)  # catalog_popularity_band()

# Must read as the index product_found has it.
NEAR = "ts_filter(p.search, '{a,b,c}')"
BAND = "catalog_popularity_band(p.popularity)"
LIVE = "p.status = 'published' AND coalesce(p.publish_at <= now(), true) AND coalesce(p.unpublish_at > now(), true)"
COLUMNS = (
    "p.id, p.title, p.search, p.category_ids, p.popularity, p.price, p.stock_band, p.facet_ids, p.created_at, p.rating"
)

# Weights of parts D, C, B, A (see catalog_search_vector): a word in the head of the title says what a product is.
# An exact word counts more than a synonym; a bag for what was asked for counts less; a short title is to the point.
SCORE = """
    ts_rank('{0.05, 0.3, 0.6, 1.0}', c.search, (SELECT any_met FROM asked))
    + 0.5 * (c.search @@ (SELECT head FROM asked))::integer
    + 0.2 * (c.search @@ (SELECT literal FROM asked))::integer
    + 0.7 * coalesce(c.category_ids && (SELECT ids FROM kinds), false)::integer
    - 0.7 * (c.search @@ (SELECT accessories FROM asked))::integer
    - 0.003 * least(length(c.title), 150)
    + 0.03 * ln(1 + greatest(c.popularity, 0))
"""
ORDERS = {
    "popularity": "tier, score DESC, popularity DESC, id DESC",
    "newest": "created_at DESC, id DESC",
    "price": "price, id",
    "-price": "price DESC NULLS LAST, id DESC",
    "rating": "rating DESC NULLS LAST, tier, score DESC, id DESC",
}


@dataclass(frozen=True)
class Tier:
    condition: str
    by_band: bool  # too many may meet it: the popular ones first


ALL_NEAR = Tier(f"{NEAR} @@ (SELECT all_met FROM asked)", by_band=True)
ALL_ANYWHERE = Tier(
    f"p.search @@ (SELECT all_met FROM asked) AND NOT {NEAR} @@ (SELECT all_met FROM asked)", by_band=False
)
TIERS = (ALL_NEAR, ALL_ANYWHERE)
SOME_RESULTS = 10 * PER_PAGE  # of what has only some of the words: nobody asked for these
COMMON_DOCUMENTS = 5000  # titles; rarer words need no bands


@dataclass(frozen=True)
class Found:
    """What was found, as a source of rows (catalog.queries.window.Source). Its CTEs stand in `preamble`."""

    wanted: Wanted
    sort: str
    size: int = SEARCH_WINDOW

    def preamble(self) -> tuple[str, list]:
        """The tsqueries, each made once; categories called what is wanted; how full the tiers are without filters."""
        wanted = self.wanted
        queries = {
            "all_met": wanted.all_of(),
            "any_met": wanted.any_of(),
            "head": wanted.all_of("A"),
            "literal": wanted.literally("A"),
            "accessories": wanted.accessories(),
            **{f"unit_{number}": unit.tsquery() for number, unit in enumerate(wanted.units)},
            **{f"some_{number}": some for number, some in enumerate(wanted.most_of())},
        }
        made = ", ".join(f"to_tsquery('shop', %s) AS {name}" for name in queries)
        met = " + ".join(f"(words @@ unit_{number})::integer" for number in range(len(wanted.units)))
        ctes = [f"asked AS MATERIALIZED (SELECT {made})", KINDS_SQL.format(met=met, units=len(wanted.units))]
        for number, tier in enumerate(TIERS):
            ctes.append(f"first_{number} AS MATERIALIZED ({_together(self._scans(tier, SHORT), SHORT)})")
            ctes.append(f"fill_{number} AS MATERIALIZED (SELECT count(*) AS count FROM first_{number})")
        return ", ".join(ctes) + ",", list(queries.values())

    def rows(self, filters: Filters, limit: int) -> tuple[str, list]:
        condition, parameters = filters.sql("p")
        heads = [head for number in range(len(TIERS)) for head in self._heads(number, condition)]
        some = self._some(condition)
        if some:
            heads.append(f"(SELECT DISTINCT ON (id) * FROM ({_together(some, SOME_RESULTS)}) p)")
        sql = (
            f"SELECT id AS product_id, price, stock_band, facet_ids FROM (SELECT c.*, {self._score()} AS score FROM "
            f"({_together(heads, CANDIDATES)}) c) scored ORDER BY {ORDERS[self.sort]} LIMIT {limit}"
        )
        return sql, parameters * (len(heads) + max(0, len(some) - 1))

    def _heads(self, number: int, condition: str) -> list[str]:
        """A tier's candidates, from the most popular band down; the next is read when those before are too few.

        Of a tier that is too short for a page, the products found while filling it are all there are.
        """
        needed = _short_before(number)
        long = f"AND (SELECT count FROM fill_{number}) >= {SHORT}"
        short = f"AND (SELECT count FROM fill_{number}) < {SHORT}"
        return [
            *self._scans(TIERS[number], CANDIDATES, f"{number} AS tier,", f"{needed} {long} {condition}"),
            f"(SELECT {number}, p.* FROM first_{number} p WHERE true {needed} {short} {condition})",
        ]

    def _some(self, condition: str) -> list[str]:
        """Of several words, most; then single ones, the rarest first."""
        if len(self.wanted.units) == 1:
            return []
        needed = f"AND NOT p.search @@ (SELECT all_met FROM asked) {_short_before(len(TIERS))} {condition}"
        tiers = [
            Tier(f"{NEAR} @@ (SELECT some_{number} FROM asked)", False) for number in range(len(self.wanted.most_of()))
        ]
        known = sorted((unit.documents, number) for number, unit in enumerate(self.wanted.units) if unit.documents)
        tiers += [
            Tier(f"{NEAR} @@ (SELECT unit_{number} FROM asked)", documents > COMMON_DOCUMENTS)
            for documents, number in known[:2]
        ]
        tier_number = f"{len(TIERS)} AS tier,"
        return [scan for tier in tiers for scan in self._scans(tier, SOME_RESULTS, tier_number, needed)]

    def _scans(self, tier: Tier, limit: int, columns: str = "", conditions: str = "") -> list[str]:
        bands = [f"AND {BAND} = {band}" for band in BANDS] if tier.by_band else [""]
        return [
            f"(SELECT {columns} {COLUMNS} FROM catalog_product p "
            f"WHERE {LIVE} AND {tier.condition} {band} {conditions} LIMIT {limit})"
            for band in bands
        ]

    def _score(self) -> str:
        units = self.wanted.units
        if len(units) == 1:
            return SCORE
        # Of what has only some of the words, the rarer ones say more.
        rarity = [1 / log(3 + unit.documents) for unit in units]
        met = [
            f"+ {weight / sum(rarity):.3f} * (c.search @@ (SELECT unit_{number} FROM asked))::integer"
            for number, weight in enumerate(rarity)
        ]
        return f"{SCORE} {' '.join(met)}"


def _short_before(number: int) -> str:
    """A condition, beginning with AND: all tiers before this one do not fill a page."""
    before = " + ".join(f"(SELECT count FROM fill_{one})" for one in range(number))
    return f"AND {before} < {SHORT}" if before else ""


def _together(scans: list[str], limit: int) -> str:
    """One after the other, as far as the limit asks."""
    return f"{' UNION ALL '.join(scans)} LIMIT {limit}" if len(scans) > 1 else scans[0]


# Closeness: how much of the query the name says, times how much of the name the query says; the closest ones, if close.
KINDS_SQL = """
    kinds AS MATERIALIZED (
        SELECT array_agg(id) AS ids FROM (
            SELECT id, closeness, rank() OVER (ORDER BY closeness DESC) AS place FROM (
                SELECT id, ({met})::real / {units} * ({met}) / length(words) AS closeness
                FROM asked CROSS JOIN LATERAL (
                    SELECT id, to_tsvector('shop'::regconfig, coalesce(name, '')) AS words FROM catalog_category
                    WHERE is_active AND to_tsvector('shop'::regconfig, coalesce(name, '')) @@ any_met) c
            ) c
        ) c WHERE place = 1 AND closeness >= 0.5)"""
