"""The search backend on PostgreSQL."""

from dataclasses import replace

from django.utils.translation import gettext as _

from catalog.queries.cards import cards_in_order
from catalog.queries.facets import chosen_facets
from catalog.queries.listing import make_page, page_count
from catalog.queries.selection import DEFAULT_SORT, ListingQuery
from catalog.queries.window import Filters, Window, read_window
from catalog.search.page import SearchPage
from catalog.search.ranking import Found
from catalog.search.suggestions import suggestions
from catalog.search.understanding import understand

NOTHING = Window(total=0, is_exact=True, product_ids=[], facet_rows=[], price_bounds=None)


class PostgresSearch:
    def search(self, text: str, query: ListingQuery) -> SearchPage:
        understood = understand(text)
        chosen = chosen_facets(query.facets)
        query = replace(query, text=text, after=None, facets={one.code: query.facets[one.code] for one in chosen})
        if understood is None:
            return _search_page(query, NOTHING)
        found = Found(understood.wanted, query.sort)
        window = read_window(found, Filters.of(query, chosen), query.page)
        return _search_page(query, window, understood.corrected_to)

    def suggest(self, prefix: str) -> list[dict]:
        return suggestions(prefix)


def _search_page(query: ListingQuery, window: Window, corrected_to: str | None = None) -> SearchPage:
    pages = page_count(query, window)
    page = make_page(query, window, products=cards_in_order(window.product_ids), pages=pages)
    sorts = [replace(sort, label=_("Best match")) if sort.value == DEFAULT_SORT else sort for sort in page.sorts]
    return SearchPage(**vars(page) | {"sorts": sorts}, text=query.text, corrected_to=corrected_to)
