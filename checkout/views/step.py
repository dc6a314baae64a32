"""What all steps have in common: whose turn it is, and how they look."""

from functools import wraps

from django.contrib import messages
from django.db import IntegrityError
from django.forms import BaseForm
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkout.models import Order
from checkout.quote import Quote, quote_of
from checkout.steps import DONE, NAMES, first_open, is_open, shown_steps
from shop.caching.policy import private
from shop.rates import limited


def step(name: str):
    """Anyone with a cart, once the steps before this one are done: the view gets their quote. Private.

    Others are sent to where they can go on: the cart, the order that waits for its money, the first open step.
    """

    def decorate(view):
        @private
        @limited("checkout")
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def guarded(request):
            quote = quote_of(request)
            if quote is None:
                return cart_is_empty(request)
            if waits(quote) and name != "review":
                return see_other("checkout:waiting")
            if not is_open(name, quote):
                return see_other(f"checkout:{first_open(quote)}")
            try:
                return view(request, quote)
            except IntegrityError:  # the cart was merged into another or ended, in another tab
                return see_other("checkout:start")

        return guarded

    return decorate


def waits(quote: Quote) -> Order | None:
    """The order of this cart that is placed already, and not paid."""
    order = quote.draft.order
    return order if order is not None and order.is_open else None


def see_other(to: str, *arguments) -> HttpResponseRedirect:
    """The next request is a GET, whatever this one was; so nothing is sent twice by going back."""
    response = redirect(to, *arguments)
    response.status_code = 303
    return response


def cart_is_empty(request) -> HttpResponseRedirect:
    messages.info(request, _("Your cart is empty: there is nothing to order."))
    return see_other("cart:show")


def page(request, name: str, quote: Quote, status: int = 200, **more):
    """The page of a step: templates/checkout/<name>.html, with the way so far above it."""
    forms = [form for form in more.values() if isinstance(form, BaseForm)]
    context = {"quote": quote, "totals": quote.totals, "steps": the_way(name, quote), "all_forms": forms}
    return render(request, f"checkout/{name}.html", context | more, status=status)


def the_way(current: str, quote: Quote) -> list[dict[str, object]]:
    """Each step: its name, and its address where one can go."""
    return [
        {
            "name": NAMES[name],
            "is_current": name == current,
            "is_done": DONE[name](quote),
            "url": reverse(f"checkout:{name}") if is_open(name, quote) else "",
        }
        for name in shown_steps()
    ]
