"""Where checkout begins or goes on, and what to do about an order that still waits for its money."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkout.cancel import cancel
from checkout.current import draft_of, remember
from checkout.expire import expire
from checkout.models import Order
from checkout.quote import quote_of
from checkout.states import NotPossible
from checkout.steps import first_open
from checkout.views.step import cart_is_empty, see_other, waits
from shop.caching.policy import private
from shop.rates import limited


@private
@require_safe
def start(request):
    """Anyone: on to the first step that is not done."""
    quote = quote_of(request)
    if quote is None:
        return cart_is_empty(request)
    return see_other("checkout:waiting" if waits(quote) else f"checkout:{first_open(quote)}")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request):
    """Whoever's cart has an order that waits: they cancel it and go on, or (POST) pay it."""
    draft = draft_of(request)
    if draft is None or draft.order is None or not draft.order.is_open:
        return see_other("checkout:start")
    if request.method == "POST":
        remember(request, draft.order)
        return see_other("checkout:pay", draft.order.number)
    return render(request, "checkout/waiting.html", {"order": draft.order})


@private
@limited("checkout")
@require_POST
def anew(request):
    """Whoever's cart has an order that waits: it is cancelled, and the cart can be ordered as it is now."""
    draft = draft_of(request)
    if draft is not None and draft.order is not None and draft.order.is_open:
        try:
            end(draft.order)
        except NotPossible:  # it was paid a moment ago
            return see_other("checkout:done", draft.order.number)
    return see_other("checkout:start")


def end(order: Order) -> None:
    """By the clock where its time is over, else by the buyer. Raises NotPossible."""
    if not expire(order.pk):
        cancel(order.pk, "buyer", "the buyer went on with a changed cart")
