from dataclasses import replace

from django.http import Http404, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.queries.navigation import navigation
from catalog.queries.selection import InvalidPage, ListingQuery
from catalog.search import search as find
from catalog.search import suggest as suggestions
from catalog.surrogate_keys import shows_found
from catalog.views.listing import at, listing_context
from shop.caching.pages import TwoPassView
from shop.caching.policy import Shared
from shop.rates import limited

MAX_PREFIX_CHARACTERS = 80


@limited("search", reads=True)  # what Varnish doesn't answer
class SearchView(TwoPassView):
    """Anyone may call. At most five queries: four of the search, and navigation. Without words: an invitation."""

    policy = Shared("SHORT")
    parameters = True

    def first_pass(self, page):
        path = reverse("catalog:search")
        try:
            query = ListingQuery.parse(page.GET)
            listing = find(query.text, query) if query.text else None
        except InvalidPage as error:
            raise Http404(str(error)) from error
        shows_found(listing.products if listing else ())
        context = {
            "query": query,
            "noindex": True,
            "navigation": navigation(),
            "breadcrumb": [{"name": _("Search")}],
            "description": _("What the shop has, by word, brand or part number."),
        }
        if listing:
            # The listing drops facets it does not know; the words stay those that the visitor typed.
            query = replace(listing.query, text=query.text)
            context |= listing_context(path, query, listing)
            if listing.corrected_to:
                context["corrected_url"] = at(path, replace(query, text=listing.corrected_to).querystring())
        return self.render(page, "catalog/search.html", context)


@limited("suggestions", reads=True)
class SuggestView(TwoPassView):
    """Anyone may call; the same for all. JSON: at most ten of `{kind, text, url}` for what was typed so far."""

    policy = Shared("SHORT")
    parameters = ("q",)

    def first_pass(self, page):
        prefix = " ".join(page.GET.get("q", "")[:MAX_PREFIX_CHARACTERS].split())
        shows_found()
        return JsonResponse({"suggestions": suggestions(prefix) if prefix else []})
