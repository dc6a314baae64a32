"""Where Varnish fetches a hole: `/_hole/<name>/<variant>/`. Not for anybody else: Varnish answers 404 from outside."""

import math
import time
from contextlib import suppress

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from shop.caching import holes, versions
from shop.caching.hole_store import ANONYMOUS_SECONDS, Fillings
from shop.caching.policy import private
from shop.caching.redis import CacheAway
from shop.caching.variant import PageVariant


@private
@require_safe
def hole(request, name: str, variant: str):
    """Anyone may call, and gets their own. At most two queries: the customer, what lies in the cart."""
    shown = PageVariant.parse(variant)
    if name not in holes.registry or shown is None:
        raise Http404
    fillings = Fillings(request, shown)
    if fillings.has_session:
        with suppress(CacheAway):
            fillings.found = versions.look_up_holes(fillings.keys, time.time())
    filling = fillings[name]
    response = HttpResponse(filling.runs[0])
    response["Cache-Control"] = "private, no-store"
    left = filling.made_at + filling.seconds - time.time()
    seconds = math.ceil(left) if fillings.has_session else ANONYMOUS_SECONDS
    if seconds > 0:
        response["Surrogate-Control"] = f"max-age={seconds}"
        response["xkey"] = filling.tags
    return response
