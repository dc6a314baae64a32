from dataclasses import dataclass

from catalog.queries.listing import ListingPage


@dataclass(frozen=True)
class SearchPage(ListingPage):
    """A listing of what was found. `corrected_to` is what was searched instead, when words were misspelt."""

    text: str = ""
    corrected_to: str | None = None
