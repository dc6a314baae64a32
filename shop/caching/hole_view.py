"""Where Varnish fetches a hole: `/_hole/<name>/<variant>/`. Not for anybody else: Varnish answers 404 from outside."""

from django.http import Http404, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from shop.caching import holes
from shop.caching.policy import private
from shop.caching.variant import PageVariant

# The visitor's own changes show at once (the address in Varnish holds the pin), those from elsewhere by purge.
VISITOR_SECONDS, ANONYMOUS_SECONDS = 600, 3600


@private
@require_safe
def hole(request, name: str, variant: str):
    """Anyone may call, and gets their own. At most two queries: the customer, what lies in the cart."""
    known, shown = holes.registry.get(name), PageVariant.parse(variant)
    if known is None or shown is None:
        raise Http404
    with translation.override(shown.language):
        response = HttpResponse(known.render(request))
    response["Cache-Control"] = "private, no-store"
    if holes.has_session(request) and request.session.is_empty():
        return response  # a made-up or old session: one object for each would fill the cache
    seconds = VISITOR_SECONDS if holes.has_session(request) else ANONYMOUS_SECONDS
    response["Surrogate-Control"] = f"max-age={seconds}"
    if tags := known.reads(request):
        response["xkey"] = " ".join(tags)
    return response
