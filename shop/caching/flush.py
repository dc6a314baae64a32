"""`?flush-the-cache`: for staff, one page is made anew in every layer, fragments included. For others it means nothing.

It is a GET, so another site could make an editor's browser send it. The browser says so, and then it means nothing,
either; and it does no harm: it costs one rendering, at most MOST_A_MINUTE times for one person.
"""

from django.conf import settings
from django.core.cache import caches
from django.utils.encoding import escape_uri_path

from shop.caching.downstream import FOR_A_CDN, FOR_VARNISH
from shop.outbox import varnish

PARAMETER = "flush-the-cache"
MOST_A_MINUTE = 30


def is_asked(request) -> bool:
    """Asks who the visitor is only where the word is in the query string."""
    if PARAMETER not in request.META.get("QUERY_STRING", "") or PARAMETER not in request.GET:
        return False
    if request.method != "GET" or request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        return False
    return request.user.is_staff and is_within_rate(request.user.pk)


def is_within_rate(customer_id: int) -> bool:
    """Without Redis there is nothing to count by, nor a page cache to make anew."""
    cache, key = caches["ratelimit"], f"flush:{customer_id}"
    cache.add(key, 0, 60)
    try:
        return (cache.incr(key) or 0) <= MOST_A_MINUTE
    except ValueError:
        return False


def finish(request, response) -> None:
    """The answer is this editor's alone. Each Varnish node drops the URL, at SITE_URL and at the address asked."""
    response["Cache-Control"] = "private, no-store"
    for header in (*FOR_VARNISH, *FOR_A_CDN):
        response.headers.pop(header, None)
    query = [part for part in request.META["QUERY_STRING"].split("&") if part.partition("=")[0] != PARAMETER]
    url = "?".join(filter(None, [escape_uri_path(request.path), "&".join(query)]))
    for site in {settings.SITE_URL, f"{request.scheme}://{request.get_host()}"}:
        for node in varnish.nodes():
            node.purge_url(url, site)
