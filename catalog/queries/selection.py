"""What a visitor asked a listing for, read from the query string, and the addresses of its variations."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

PER_PAGE = 24
PAGES = 84
WINDOW = PER_PAGE * PAGES  # how many of the best rows are counted and paged by number; beyond, pages go by key

DEFAULT_SORT = "popularity"
SORTS = {
    "popularity": _("Most popular"),
    "newest": _("Newest"),
    "price": _("Price, low to high"),
    "-price": _("Price, high to low"),
    "rating": _("Best rated"),
}
OWN_NAMES = {"q", "page", "after", "sort", "price_min", "price_max", "in_stock"}
# A page's cost must not be the visitor's to choose: what lies beyond these limits is ignored.
MAX_FACETS = 8
MAX_VALUES = 20
MAX_VALUE_CHARACTERS = 200
MAX_TEXT_CHARACTERS = 200
PRICE = re.compile(r"\d{1,10}(?:\.\d{0,6})?|\.\d{1,6}", re.ASCII)  # 1e-999999 is a million digits, written out
FACET_CODE = re.compile(r"[\w-]{1,100}", re.ASCII)
CURSOR = re.compile(r"[01]_(?:-|-?\d{1,18}(?:\.\d{1,6})?)_\d{1,18}", re.ASCII)


class InvalidPage(ValueError):
    """The page asked for cannot exist: the address is answered 404."""


@dataclass(frozen=True)
class ListingQuery:
    """A listing's parameters. `facets` maps attribute codes to chosen values: any of a facet's, all of the facets."""

    page: int = 1
    after: str | None = None
    sort: str = DEFAULT_SORT
    facets: dict[str, list[str]] = field(default_factory=dict)
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    in_stock: bool = False
    text: str = ""

    @classmethod
    def parse(cls, parameters: QueryDict) -> "ListingQuery":
        """Reads `?page=2&sort=-price&brand=Acme&brand=Bolt`. Raises InvalidPage; ignores other nonsense."""
        sort = parameters.get("sort", DEFAULT_SORT)
        return cls(
            page=_page(parameters.get("page", "1")),
            after=_after(parameters.get("after")),
            sort=sort if sort in SORTS else DEFAULT_SORT,
            facets=_facets(parameters),
            price_min=_price(parameters.get("price_min")),
            price_max=_price(parameters.get("price_max")),
            in_stock=parameters.get("in_stock", "") in {"1", "on", "true", "yes"},
            text=" ".join(parameters.get("q", "")[:MAX_TEXT_CHARACTERS].replace("\0", " ").split()),
        )

    # --- Addresses of variations: canonical query strings, without a leading "?" ------------------------------------

    def querystring(self) -> str:
        """Names and values sorted, defaults left out: one address for one content. `q` comes first."""
        pairs = [(code, value) for code in sorted(self.facets) for value in sorted(self.facets[code])]
        pairs += [("in_stock", "1")] if self.in_stock else []
        pairs += [("price_max", f"{self.price_max:f}")] if self.price_max is not None else []
        pairs += [("price_min", f"{self.price_min:f}")] if self.price_min is not None else []
        pairs += [("sort", self.sort)] if self.sort != DEFAULT_SORT else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        pairs += [("after", self.after)] if self.after else []
        return urlencode(([("q", self.text)] if self.text else []) + pairs)

    def toggled(self, code: str, value: str) -> str:
        """With this value chosen, or no longer; back on the first page."""
        chosen = self.facets.get(code, [])
        left = [one for one in chosen if one != value] if value in chosen else [*chosen, value]
        facets = {**self.facets, code: left} if left else {one: v for one, v in self.facets.items() if one != code}
        return self._from_the_top(facets=facets)

    def without(self, code: str) -> str:
        """With nothing chosen of one facet, or without `price` or `in_stock`."""
        if code == "price":
            return self._from_the_top(price_min=None, price_max=None)
        if code == "in_stock":
            return self._from_the_top(in_stock=False)
        return self._from_the_top(facets={one: values for one, values in self.facets.items() if one != code})

    def cleared(self) -> str:
        """Without any filter; text and sort stay."""
        return self._from_the_top(facets={}, price_min=None, price_max=None, in_stock=False)

    def with_page(self, page: int) -> str:
        return replace(self, page=page, after=None).querystring()

    def with_after(self, after: str) -> str:
        return replace(self, page=self.page + 1, after=after).querystring()

    def with_sort(self, sort: str) -> str:
        return self._from_the_top(sort=sort)

    @property
    def is_filtered(self) -> bool:
        return bool(self.facets or self.in_stock or self.price_min is not None or self.price_max is not None)

    def _from_the_top(self, **changes) -> str:
        return replace(self, page=1, after=None, **changes).querystring()


def _page(value: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,5}", value, re.ASCII):
        raise InvalidPage(f"?page={value[:40]!r} is no page number. Use 1, 2, 3 …")
    return int(value)


def _after(value: str | None) -> str | None:
    if value and not CURSOR.fullmatch(value):
        raise InvalidPage(f"?after={value[:40]!r} is no place in a listing. Start at page 1.")
    return value or None


def _facets(parameters: QueryDict) -> dict[str, list[str]]:
    codes = [code for code in parameters if code not in OWN_NAMES and FACET_CODE.fullmatch(code)]
    chosen: Mapping[str, list[str]] = {
        code: list(dict.fromkeys(v for v in parameters.getlist(code) if 0 < len(v) <= MAX_VALUE_CHARACTERS))
        for code in codes
    }
    return {code: values[:MAX_VALUES] for code, values in list(chosen.items())[:MAX_FACETS] if values}


def _price(value: str | None) -> Decimal | None:
    text = (value or "").strip()
    return Decimal(text) if PRICE.fullmatch(text) else None
