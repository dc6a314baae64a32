"""Candidates in bounded number, best first.

Tiers: all that is asked for in title, brand, categories or short description; then anywhere; then some of it. A tier
is looked at only when the ones before it have too little for a page. Of each, the most popular candidates are ranked:
a common word is met by hundreds of thousands of products, and those nobody buys are not worth ranking.
"""

from dataclasses import dataclass
from math import log

from catalog.queries.selection import PER_PAGE, WINDOW
from catalog.queries.window import Filters
from catalog.search.wanted import Wanted

CANDIDATES = WINDOW + 1
SHORT = PER_PAGE  # fewer than a page of results: look further

# Weights of parts D, C, B, A (see catalog_search_vector): a word in the head of the title says what a product is.
PART_WEIGHTS = "{0.05, 0.3, 0.6, 1.0}"
SCORE = f"""
    ts_rank('{PART_WEIGHTS}', c.search, to_tsquery('shop', %s))
    + 0.5 * (c.search @@ to_tsquery('shop', %s))::integer
    + 0.2 * (c.search @@ to_tsquery('shop', %s))::integer
    + 0.7 * coalesce(c.category_ids && (SELECT ids FROM kinds), false)::integer
    - 0.7 * (c.search @@ to_tsquery('shop', %s))::integer
    - 0.02 * least(array_length(string_to_array(c.title, ' '), 1), 20)
    + 0.03 * ln(1 + greatest(c.popularity, 0))
"""
CANDIDATE_COLUMNS = (
    "p.id, p.title, p.search, p.category_ids, p.popularity, p.price, p.stock_band, p.facet_ids, p.created_at, p.rating"
)
LIVE = "p.status = 'published'"
BY_POPULARITY = "ORDER BY p.popularity DESC, p.id DESC"
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
    parameters: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """What was found, as a source of rows (catalog.queries.window.Source). Its CTEs stand in `preamble`."""

    wanted: Wanted
    sort: str

    def preamble(self) -> tuple[str, list]:
        """Which categories are called what is wanted, and how much of a page each tier has, whatever the filters."""
        units = self.wanted.units
        met = " + ".join("(c.words @@ to_tsquery('shop', %s))::integer" for _ in units)
        ctes = [KINDS_SQL.format(met=met, units=len(units))]
        parameters = [*(unit.tsquery() for unit in units)] * 2 + [self.wanted.any_of()]
        for number, tier in enumerate(self.tiers()[:-1]):
            ctes.append(
                f"first_of_{number} AS MATERIALIZED (SELECT count(*) AS count FROM (SELECT FROM catalog_product p "
                f"WHERE {LIVE} AND {tier.condition} {BY_POPULARITY} LIMIT {SHORT}) p)"
            )
            parameters += tier.parameters
        return ", ".join(ctes) + ",", parameters

    def rows(self, filters: Filters, limit: int) -> tuple[str, list]:
        parts, parameters = [], []
        for number, tier in enumerate(self.tiers()):
            condition, its_parameters = filters.sql("p")
            short = " + ".join(f"(SELECT count FROM first_of_{before})" for before in range(number))
            parts.append(
                f"(SELECT {number} AS tier, {CANDIDATE_COLUMNS} FROM catalog_product p "
                f"WHERE {LIVE} AND {tier.condition} {f'AND {short} < {SHORT}' if short else ''} {condition} "
                f"{BY_POPULARITY} LIMIT {CANDIDATES})"
            )
            parameters += [*tier.parameters, *its_parameters]
        score, score_parameters = self._score()
        sql = (
            f"SELECT id AS product_id, price, stock_band, facet_ids FROM (SELECT c.*, {score} AS score "
            f"FROM ({' UNION ALL '.join(parts)}) c) scored ORDER BY {ORDERS[self.sort]} LIMIT {limit}"
        )
        return sql, [*score_parameters, *parameters]

    def _score(self) -> tuple[str, list]:
        wanted = self.wanted
        parameters: list = [wanted.any_of(), wanted.all_of("A"), wanted.literally("A"), wanted.accessories()]
        if len(wanted.units) == 1:
            return SCORE, parameters
        # Of what has only some of the words, the rarer ones say more.
        rarity = [1 / log(3 + unit.documents) for unit in wanted.units]
        met = []
        for unit, weight in zip(wanted.units, rarity, strict=True):
            met.append(f"+ {weight / sum(rarity):.3f} * (c.search @@ to_tsquery('shop', %s))::integer")
            parameters.append(unit.tsquery("ABC"))
        return f"{SCORE} {' '.join(met)}", parameters

    def tiers(self) -> list[Tier]:
        near, anywhere = self.wanted.all_of("ABC"), self.wanted.all_of()
        tiers = [
            Tier("p.search @@ to_tsquery('shop', %s)", (near,)),
            Tier("p.search @@ to_tsquery('shop', %s) AND NOT p.search @@ to_tsquery('shop', %s)", (anywhere, near)),
        ]
        if len(self.wanted.units) > 1:
            some = self.wanted.any_of("ABC")
            tiers.append(Tier(tiers[1].condition, (some, anywhere)))
        return tiers


KINDS_SQL = """
    kinds AS MATERIALIZED (
        SELECT array_agg(id) AS ids FROM (
            SELECT id, rank() OVER (ORDER BY closeness DESC) AS place, closeness FROM (
                SELECT c.id, ({met})::real / {units} * ({met}) / length(c.words) AS closeness
                FROM (SELECT id, to_tsvector('shop'::regconfig, coalesce(name, '')) AS words
                      FROM catalog_category
                      WHERE is_active
                        AND to_tsvector('shop'::regconfig, coalesce(name, '')) @@ to_tsquery('shop', %s)) c
            ) c
        ) c WHERE place = 1 AND closeness >= 0.5)"""
