"""Finding products by words: relevance first, then popularity; misspelt words corrected; suggestions while typing."""

from catalog.queries.selection import ListingQuery
from catalog.search.page import SearchPage
from shop.search import search_backend

__all__ = ["SearchPage", "search", "suggest"]


def search(text: str, query: ListingQuery) -> SearchPage:
    """The page of results that `query` asks for. At most four queries. Raises InvalidPage."""
    return search_backend().search(text, query)


def suggest(prefix: str) -> list[dict]:
    """At most ten completions: `{"kind": "product"|"category"|"brand"|"query", "text": …, "url": …}`."""
    return search_backend().suggest(prefix)
