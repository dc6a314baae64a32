from dataclasses import replace

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.queries.navigation import navigation
from catalog.queries.selection import InvalidPage, ListingQuery
from catalog.search import search as find
from catalog.search import suggest as suggestions
from catalog.views.listing import at, listing_context
from shop.caching.policy import public

MAX_PREFIX_CHARACTERS = 80


@public(seconds=60)
@require_safe
def search(request):
    """Anyone may call. At most five queries: four of the search, and navigation. Without words: an invitation."""
    path = reverse("catalog:search")
    try:
        query = ListingQuery.parse(request.GET)
        listing = find(query.text, query) if query.text else None
    except InvalidPage as error:
        raise Http404(str(error)) from error
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
    return render(request, "catalog/search.html", context)


@public(seconds=300, browser_seconds=60, even_with_session=True)
@require_safe
def suggest(request):
    """Anyone may call; the same for all. JSON: at most ten of `{kind, text, url}` for what was typed so far."""
    prefix = " ".join(request.GET.get("q", "")[:MAX_PREFIX_CHARACTERS].split())
    return JsonResponse({"suggestions": suggestions(prefix) if prefix else []})
