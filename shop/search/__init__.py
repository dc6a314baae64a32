"""The seam between the pages and whatever searches: PostgreSQL today, another engine by one setting.

`SEARCH_BACKEND` names a class with the methods of `SearchBackend`. The shop knows nothing of what is searched.
"""

from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class SearchBackend(Protocol):
    def search(self, text: str, query: Any) -> Any:
        """What is found for a visitor's text, as a page; `query` holds page number, sort and filters."""
        ...

    def suggest(self, prefix: str) -> list[dict]:
        """At most ten completions of what is being typed: dicts of kind, text, url."""
        ...


def search_backend() -> SearchBackend:
    return _backend(settings.SEARCH_BACKEND)


@cache
def _backend(path: str) -> SearchBackend:
    return import_string(path)()
