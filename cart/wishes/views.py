"""The wish list's page and its changes. Private; in no cache. A script that asks for JSON gets JSON."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cart.quantity import parse_id
from cart.refused import Refused
from cart.wishes.add import add_wish, move_to_cart, remove_wish
from cart.wishes.current import wishes_of
from cart.wishes.shown import shown_wishes
from shop.caching.policy import private
from shop.middleware.same_origin import same_origin
from shop.rates import limited


@private
@require_safe
def show(request):
    """Anyone: the visitor's own list. Two queries besides session and customer."""
    return page(request)


@private
@same_origin
@require_POST
@limited("wish list")
def add(request):
    """Anyone; `product` or `variant`, or both. Posted from cached pages, so it asks for no token."""
    unknown = _("There is no such product in the shop.")
    try:
        product, variant = (
            parse_id(text, unknown) if (text := request.POST.get(name, "")) else None for name in ("product", "variant")
        )
        wished = add_wish(request, product, variant)
    except Refused as refused:
        return refusal(request, refused)
    return done(request, _("On your wish list: %(title)s") % {"title": wished.title})


@private
@require_POST
@limited("wish list")
def move(request):
    """The visitor's own wishes alone; `wish`. One of it goes into the cart."""
    try:
        offer = move_to_cart(request, wish_id(request))
    except Refused as refused:
        return refusal(request, refused)
    return done(request, _("In your cart now: %(title)s") % {"title": offer.product.title})


@private
@require_POST
@limited("wish list")
def remove(request):
    """The visitor's own wishes alone; `wish`."""
    try:
        product = remove_wish(request, wish_id(request))
    except Refused as refused:
        return refusal(request, refused)
    return done(request, _("Removed: %(title)s") % {"title": product.title})


def wish_id(request) -> int:
    return parse_id(request.POST.get("wish", ""), _("This is not on your wish list any more."))


def page(request, problem: str = "", status: int = 200):
    context = {"wishes": shown_wishes(wishes_of(request)), "problem": problem}
    return render(request, "wishes/show.html", context, status=status)


def done(request, message: str):
    if wants_json(request):
        return JsonResponse({"message": message, "wish_quantity": wishes_of(request).count()})
    messages.success(request, message)
    response = redirect("wishes:show")
    response.status_code = 303  # the next request is a GET, whatever this one was
    return response


def refusal(request, refused: Refused):
    """The list as it is, with what is wrong above it."""
    if wants_json(request):
        return JsonResponse({"error": refused.message}, status=refused.status)
    return page(request, refused.message, refused.status)


def wants_json(request) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
