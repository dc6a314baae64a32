"""A category's page: products by the chosen sort, narrowed by facets, with counts."""

from dataclasses import dataclass, replace
from decimal import Decimal

from catalog.models import Category, Product
from catalog.queries.cards import cards_in_order
from catalog.queries.facets import Facet, chosen_facets, facets_shown
from catalog.queries.selection import PAGES, PER_PAGE, SORTS, WINDOW, InvalidPage, ListingQuery
from catalog.queries.sorting import SORT_BRANCHES, Branch, Cursor
from catalog.queries.window import Filters, Window, read_window
from catalog.surrogate_keys import shows_listing
from shop.caching.data import cached
from shop.db.router import reader

COUNTED = "l.product_id, l.price, l.stock_band, l.facet_ids"  # all in the listing's indexes


@dataclass(frozen=True)
class Sort:
    value: str
    label: str
    selected: bool


@dataclass(frozen=True)
class ListingPage:
    """`query` is what was understood of the address: links are made from it. `next_after` leads beyond the window."""

    query: ListingQuery
    products: list[Product]
    total: int
    total_is_exact: bool
    page: int
    pages: int
    facets: list[Facet]
    sorts: list[Sort]
    next_after: str | None = None
    price_bounds: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True)
class CategorySource:
    """A category's live products in a sort's order (catalog.queries.window.Source)."""

    category_id: int
    sort: str
    size: int = WINDOW

    def preamble(self) -> tuple[str, list]:
        return "", []

    def rows(self, filters: Filters, limit: int) -> tuple[str, list]:
        branches = SORT_BRANCHES[self.sort]
        return _together([self._head(COUNTED, branch, filters, limit) for branch in branches], limit)

    def rows_after(self, cursor: Cursor, filters: Filters, limit: int) -> tuple[str, list]:
        """SQL of the rows (product_id, branch, value) behind the cursor."""
        heads = []
        for number, branch in enumerate(SORT_BRANCHES[self.sort]):
            columns = f"l.product_id, {number} AS branch, l.{branch.column} AS value"
            if number >= cursor.branch:
                beyond = branch.beyond(cursor) if number == cursor.branch else ("", [])
                heads.append(self._head(columns, branch, filters, limit, beyond))
        return _together(heads, limit)

    def _head(
        self, columns: str, branch: Branch, filters: Filters, limit: int, beyond: tuple[str, list] = ("", [])
    ) -> tuple[str, list]:
        condition, parameters = filters.sql("l")
        sql = (
            f"(SELECT {columns} FROM catalog_listing l WHERE l.category_id = %s {branch.condition} {beyond[0]} "
            f"{condition} ORDER BY {branch.order_by} LIMIT %s)"
        )
        return sql, [self.category_id, *beyond[1], *parameters, limit]


def _together(heads: list[tuple[str, list]], limit: int) -> tuple[str, list]:
    """One head after the other; the next is read only when those before have not filled the limit."""
    if len(heads) == 1:
        return heads[0]
    sql = " UNION ALL ".join(sql for sql, _ in heads) + " LIMIT %s"
    return sql, [*(value for _, parameters in heads for value in parameters), limit]


def category_listing(category: Category, query: ListingQuery) -> ListingPage:
    """The page of a category that `query` asks for. Two queries; three with facets chosen, or beyond the window. What a
    whole category lists is kept for all its pages; choices of facets and prices are countless.

    Raises InvalidPage for a page number that the listing does not have.
    """
    chosen = chosen_facets(query.facets)
    query = replace(query, text="", facets={one.code: query.facets[one.code] for one in chosen})
    source, filters = CategorySource(category.pk, query.sort), Filters.of(query, chosen)
    page = 1 if query.after else query.page
    window = read_window(source, filters, page) if filters != Filters() else _kept_window(source, page)
    if query.after:
        return _page_beyond(source, filters, query, window)
    pages = page_count(query, window)
    products = cards_in_order(window.product_ids, keep=True)
    is_last_numbered = query.page == pages and not window.is_exact
    return make_page(
        query,
        window,
        products=products,
        pages=pages,
        next_after=_cursor(query.sort, products) if is_last_numbered else None,
    )


def _kept_window(source: CategorySource, page: int) -> Window:
    def read() -> list:
        shows_listing(source.category_id)
        whole = read_window(source, Filters(), None)
        bounds = whole.price_bounds and [str(bound) for bound in whole.price_bounds]
        return [whole.total, whole.is_exact, whole.product_ids, whole.facet_rows, bounds]

    total, is_exact, ids, facet_rows, bounds = cached(f"window:{source.category_id}:{source.sort}", read, "LONG")
    lowest_highest = (Decimal(bounds[0]), Decimal(bounds[1])) if bounds else None
    return Window(total, is_exact, ids[PER_PAGE * (page - 1) : PER_PAGE * page], facet_rows, lowest_highest)


def page_count(query: ListingQuery, window: Window) -> int:
    """How many pages go by number, one at least. Raises InvalidPage when the one asked for lies beyond them."""
    pages = max(1, -(-window.total // PER_PAGE))
    if query.page > pages:
        raise InvalidPage(f"?page={query.page}, but there are {pages} pages.")
    return pages


def make_page(query: ListingQuery, window: Window, **rest) -> ListingPage:
    return ListingPage(
        query=query,
        total=window.shown_total,
        total_is_exact=window.is_exact,
        page=query.page,
        facets=facets_shown(window.facet_rows, query.facets, window.total, exact=window.is_exact),
        sorts=[Sort(value, str(label), value == query.sort) for value, label in SORTS.items()],
        price_bounds=window.price_bounds,
        **rest,
    )


def _page_beyond(source: CategorySource, filters: Filters, query: ListingQuery, window: Window) -> ListingPage:
    sql, parameters = source.rows_after(Cursor.read(query.after or "", query.sort), filters, PER_PAGE + 1)
    with reader().cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    if not rows:
        raise InvalidPage(f"Nothing comes after {query.after}.")
    shown = rows[:PER_PAGE]
    product_id, branch, value = shown[-1]
    more = str(Cursor(branch, value, product_id)) if len(rows) > PER_PAGE else None
    return make_page(
        query,
        window,
        products=cards_in_order([row[0] for row in shown], keep=True),
        pages=max(PAGES, query.page),
        next_after=more,
    )


def _cursor(sort: str, products: list[Product]) -> str | None:
    if not products:
        return None
    last = products[-1]
    branches = SORT_BRANCHES[sort]
    number = 1 if len(branches) > 1 and getattr(last, branches[0].column) is None else 0
    return str(Cursor(number, getattr(last, branches[number].column), last.pk))
