"""From the order to its payment: what is owed, how long the goods are kept, and what has become of it."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cart.refused import Refused
from checkout import payments
from checkout.current import order_of
from checkout.expire import expire
from checkout.quote import quote_of
from checkout.steps import first_open
from checkout.views.review import place, refusal
from checkout.views.step import cart_is_empty, see_other
from shop.caching.policy import private
from shop.rates import limited


@private
@limited("checkout")
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request, number: str):
    """Whoever placed the order (404 for others), until it is paid. `?by=` names the provider.

    The provider's own form stands here, or the buyer is sent to the provider's page.
    """
    order = order_of(request, number)
    if order.paid_at is not None:
        return see_other("checkout:done", number)
    if not order.is_reserved:
        return render(request, "checkout/ended.html", {"order": order})
    known = dict(payments.ways())
    asked = request.POST.get("variant") or request.GET.get("by", "")
    variant = asked if asked in known else next(iter(known))
    try:
        answer = payments.start(order, variant, request)
    except Refused as refused:
        return refusal(request, refused, order)
    if isinstance(answer, HttpResponseBase):
        return answer
    others = {name: label for name, label in known.items() if name != variant}
    return render(request, "checkout/pay.html", {"order": order, "form": answer, "others": others})


@private
@require_safe
def done(request, number: str):
    """Whoever placed the order (404 for others): what has become of it. The provider sends buyers back to here."""
    order = order_of(request, number)
    return render(request, "checkout/done.html", {"order": order})


@private
@limited("checkout")
@require_POST
def again(request, number: str):
    """Whoever placed the order (404 for others), once its time is over: the same order anew, if all is as it was."""
    order = order_of(request, number)
    expire(order.pk)
    order.refresh_from_db()
    if order.paid_at is not None:
        return see_other("checkout:done", number)
    if order.is_open:
        return see_other("checkout:pay", number)
    quote = quote_of(request)
    if quote is None:
        return cart_is_empty(request)
    if first_open(quote) != "review" or quote.in_the_way or quote.purchase.fingerprint != order.fingerprint:
        messages.info(request, _("Something has changed meanwhile. Please look at it again."))
        return see_other("checkout:start")
    return place(request, quote)
