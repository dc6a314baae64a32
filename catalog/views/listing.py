"""What category and search pages say about a listing: chosen filters, sorts, links to other pages."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from catalog.queries.listing import ListingPage
from catalog.queries.selection import ListingQuery
from shop.money import money

NEIGHBOURS = 2  # page numbers shown on each side of the current one


@dataclass(frozen=True)
class Link:
    """A step of the page links; without `url` and `number` it is a gap."""

    url: str = ""
    number: int = 0
    name: str = ""
    icon: str = ""
    rel: str = ""


@dataclass(frozen=True)
class Chosen:
    label: str
    url: str


def listing_context(path: str, query: ListingQuery, listing: ListingPage) -> dict:
    """For templates/catalog/_listing.html. `path` is the page's own, without a query string."""
    return {
        "listing": listing,
        "listing_path": path,
        "query": query,
        "total_text": _("%(total)s+ products") % {"total": f"{listing.total:,}"},
        "chosen": chosen_filters(path, query, listing),
        "clear_url": at(path, query.cleared()),
        "page_links": page_links(path, query, listing),
        # A filtered list is one of countless; search engines should keep the plain one.
        "noindex": query.is_filtered or bool(query.text),
    }


def at(path: str, querystring: str) -> str:
    return f"{path}?{querystring}" if querystring else path


def chosen_filters(path: str, query: ListingQuery, listing: ListingPage) -> list[Chosen]:
    chosen = [
        Chosen(f"{facet.name}: {choice.label}", at(path, query.toggled(facet.code, choice.value)))
        for facet in listing.facets
        for choice in facet.values
        if choice.selected
    ]
    if query.price_min is not None or query.price_max is not None:
        chosen.append(Chosen(price_label(query), at(path, query.without("price"))))
    if query.in_stock:
        chosen.append(Chosen(_("In stock only"), at(path, query.without("in_stock"))))
    return chosen


def price_label(query: ListingQuery) -> str:
    low, high = (money(price, settings.DEFAULT_CURRENCY) for price in (query.price_min, query.price_max))
    if low and high:
        return f"{low} – {high}"
    return _("From %(price)s") % {"price": low} if low else _("Up to %(price)s") % {"price": high}


def page_links(path: str, query: ListingQuery, listing: ListingPage) -> list[Link]:
    """Previous, 1 … 4 5 6 … 84, next; beyond the numbered pages only next, by key. Empty for a single page."""
    if listing.pages <= 1 and not listing.next_after:
        return []
    links = [] if query.after else numbered(path, query, listing)
    if not query.after and query.page > 1:
        links.insert(0, Link(at(path, query.with_page(query.page - 1)), 0, _("Previous page"), "back", "prev"))
    if query.after:
        links.append(Link(at(path, query.with_page(1)), 0, _("First page"), "back"))
    if listing.next_after:
        links.append(Link(at(path, query.with_after(listing.next_after)), 0, _("Next page"), "arrow", "next"))
    elif not query.after and query.page < listing.pages:
        links.append(Link(at(path, query.with_page(query.page + 1)), 0, _("Next page"), "arrow", "next"))
    return links


def numbered(path: str, query: ListingQuery, listing: ListingPage) -> list[Link]:
    shown = {1, listing.pages, *range(query.page - NEIGHBOURS, query.page + NEIGHBOURS + 1)}
    links: list[Link] = []
    for number in sorted(number for number in shown if 1 <= number <= listing.pages):
        if links and number > links[-1].number + 1:
            links.append(Link())
        is_here = number == query.page
        name = "" if is_here else _("Page %(number)s") % {"number": number}
        links.append(Link("" if is_here else at(path, query.with_page(number)), number, name))
    return links
