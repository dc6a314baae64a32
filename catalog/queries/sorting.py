"""The sorts of a listing, each as heads of indexes, and the cursors that lead beyond the window.

A sort has one or two branches. The second holds the rows whose sort column is null: they come last whichever way the
sort runs, without an index of their own, and are read only when the first branch ends.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from catalog.queries.selection import InvalidPage

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Branch:
    column: str  # of the listing
    descending: bool
    condition: str = ""  # SQL that selects the branch's rows
    all_null: bool = False  # the column only names the index whose order it is; the rows differ by product alone

    @property
    def order_by(self) -> str:
        way = "DESC" if self.descending else "ASC"
        return f"l.{self.column} {way}, l.product_id {way}"

    def beyond(self, cursor: "Cursor") -> tuple[str, list]:
        """SQL condition, with parameters: after the cursor's place."""
        sign = "<" if self.descending else ">"
        if self.all_null:
            return f"AND l.product_id {sign} %s", [cursor.product_id]
        return f"AND (l.{self.column}, l.product_id) {sign} (%s, %s)", [cursor.value, cursor.product_id]


NOT_FOR_SALE_NOW = Branch("price", descending=True, condition="AND l.price IS NULL", all_null=True)
SORT_BRANCHES = {
    "popularity": (Branch("popularity", descending=True),),
    "newest": (Branch("created_at", descending=True),),
    "price": (
        Branch("price", descending=False, condition="AND l.price IS NOT NULL"),
        NOT_FOR_SALE_NOW,
    ),
    "-price": (
        Branch("price", descending=True, condition="AND l.price IS NOT NULL"),
        NOT_FOR_SALE_NOW,
    ),
    "rating": (
        Branch("rating", descending=True, condition="AND l.rating IS NOT NULL"),
        Branch("popularity", descending=True, condition="AND l.rating IS NULL"),
    ),
}


@dataclass(frozen=True)
class Cursor:
    """The last product of a page: in which branch of the sort, its value there, its id."""

    branch: int
    value: object
    product_id: int

    def __str__(self):
        value = self.value
        if isinstance(value, datetime):
            value = (value - EPOCH) // timedelta(microseconds=1)
        return f"{self.branch}_{'-' if value is None else value}_{self.product_id}"

    @classmethod
    def read(cls, text: str, sort: str) -> "Cursor":
        """Raises InvalidPage when it belongs to another sort."""
        branch, value, product_id = text.split("_")
        branches = SORT_BRANCHES[sort]
        if int(branch) >= len(branches) or not 0 <= int(product_id) < 2**63:
            raise InvalidPage(f"?after={text!r} does not belong to this sort. Start at page 1.")
        return cls(int(branch), _typed(branches[int(branch)], value), int(product_id))


def _typed(branch: Branch, value: str):
    column = branch.column
    if branch.all_null:
        return None
    try:
        if column == "created_at":
            return EPOCH + timedelta(microseconds=int(value))
        return int(value) if column == "popularity" else Decimal(value)
    except (ValueError, ArithmeticError, OverflowError) as error:
        raise InvalidPage(f"?after={value!r} does not belong to this sort. Start at page 1.") from error
