"""Facets as a page shows them, and which ids the chosen values have."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from shop.db.router import reader

MAX_SHOWN = 10  # facets on a page; values in each are cut in SQL (window.py)


@dataclass(frozen=True)
class FacetChoice:
    value: str
    label: str
    count: int
    selected: bool
    count_is_exact: bool = True


@dataclass(frozen=True)
class Facet:
    code: str
    name: str
    unit: str
    values: list[FacetChoice] = field(default_factory=list)


@dataclass(frozen=True)
class ChosenFacet:
    """A facet that the visitor filters by. `value_ids` is empty when no product ever had the values asked for."""

    attribute_id: int
    code: str
    value_ids: list[int]


def chosen_facets(facets: dict[str, list[str]]) -> list[ChosenFacet]:
    """The known ones among these, `{code: [values]}`. One query, none when nothing is chosen.

    The ids go into the next query as constants, so that the planner knows how rare they are.
    """
    if not facets:
        return []
    pairs = [(code, value) for code, values in facets.items() for value in values]
    with reader().cursor() as cursor:
        cursor.execute(
            """
            SELECT a.id, a.code, array_remove(array_agg(v.id), NULL)
            FROM unnest(%s::text[], %s::text[]) AS asked(code, value)
            JOIN catalog_attribute a ON a.code = asked.code AND a.is_facet
            LEFT JOIN catalog_facetvalue v ON v.attribute_id = a.id AND v.value = asked.value
            GROUP BY a.id, a.code ORDER BY a.id
            """,
            [[code for code, value in pairs], [value for code, value in pairs]],
        )
        return [ChosenFacet(*row) for row in cursor.fetchall()]


def facets_shown(counted: list[dict], chosen: dict[str, list[str]], total: int, *, exact: bool) -> list[Facet]:
    """Facets that can narrow the list, in their attributes' order; of many, the chosen ones and those that say most.

    `counted` has a row per value: code, name, unit, position, kind, value, count; best values first within a facet.
    """
    rows_of: dict[str, list[dict]] = {}
    for row in counted:
        rows_of.setdefault(row["code"], []).append(row)

    def order(code: str) -> tuple:
        return rows_of[code][0]["position"], -rows_of[code][0]["covered"], code

    def narrows(rows: list[dict]) -> bool:
        """Says something of one product in twenty, and not the same of all."""
        return rows[0]["covered"] * 20 >= total and (len(rows) > 1 or rows[0]["count"] < total)

    useful = [code for code, rows in rows_of.items() if code in chosen or narrows(rows)]
    useful.sort(key=lambda code: (code not in chosen, order(code)))
    return [_facet(rows_of[code], chosen.get(code, []), exact=exact) for code in sorted(useful[:MAX_SHOWN], key=order)]


def _facet(rows: list[dict], chosen: list[str], *, exact: bool) -> Facet:
    first = rows[0]
    counted = {row["value"] for row in rows}
    # A chosen value that nothing has beside the other choices still has to be there, to be taken back.
    rows = [*rows, *({**first, "value": value, "count": 0} for value in chosen if value not in counted)]
    if first["kind"] == "number":
        rows.sort(key=lambda row: _number(row["value"]))
    values = [FacetChoice(row["value"], _label(row), row["count"], row["value"] in chosen, exact) for row in rows]
    return Facet(first["code"], first["name"], first["unit"], values)


def _label(row: dict) -> str:
    if row["kind"] == "boolean":
        return {"true": _("Yes"), "false": _("No")}.get(row["value"], row["value"])
    number = row["value"].removesuffix(".0") if row["kind"] == "number" else row["value"]
    return f"{number} {row['unit']}".strip()


def _number(value: str) -> Decimal:
    try:
        return Decimal(value)
    except ArithmeticError:
        return Decimal("Infinity")
