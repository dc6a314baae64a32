from django.http import Http404, HttpResponsePermanentRedirect

from catalog.models import Category
from catalog.queries.categories import category_by_path, old_address
from catalog.queries.listing import category_listing
from catalog.queries.navigation import Navigation, navigation
from catalog.queries.selection import InvalidPage, ListingQuery
from catalog.structured import of_breadcrumb
from catalog.surrogate_keys import shows_cards, shows_listing
from catalog.views.listing import at, listing_context
from shop.caching.pages import TwoPassView
from shop.caching.policy import Shared
from shop.caching.tags import collect


class CategoryView(TwoPassView):
    """Anyone may call. At most five queries: category, facet values (when any is chosen), window, cards, navigation.

    404 for an unknown category and for a page that the list does not have; 301 from an address it had before.
    """

    policy = Shared("LONG")
    parameters = True

    def first_pass(self, page, url_path: str):
        found = category_by_path(url_path)
        if found is None:
            return moved_or_not_found(page)
        try:
            query = ListingQuery.parse(page.GET)
            listing = category_listing(found, query)
        except InvalidPage as error:
            raise Http404(str(error)) from error
        shows_listing(found.pk)
        shows_cards(listing.products)
        query = listing.query
        around = navigation(found)
        steps = breadcrumb(around, found)
        path = found.get_absolute_url()
        context = listing_context(path, query, listing) | {
            "category": found,
            "navigation": around,
            "active_menu": (around.ancestors or [found])[0].pk,
            "breadcrumb": steps,
            "description": found.description[:160],
            "canonical": at(path, f"page={query.page}" if query.page > 1 and not query.after else ""),
            "structured": of_breadcrumb(steps),
        }
        return self.render(page, "catalog/list.html", context)


def breadcrumb(around: Navigation, last: Category) -> list[dict]:
    """From the top category to this one, whose own step is no link."""
    return [{"name": one.name, "url": one.get_absolute_url()} for one in around.ancestors] + [{"name": last.name}]


def moved_or_not_found(page):
    """301 to where the address leads now, or 404. One query."""
    address = old_address(page.path_info)
    if address is None:
        raise Http404
    collect("old", "menu")
    return HttpResponsePermanentRedirect(address)
