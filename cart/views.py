"""The cart's page and its two changes. Private; in no cache. A script that asks for JSON gets JSON."""

from functools import wraps

from django.contrib import messages
from django.db.models import Sum
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cart.add_to_cart import add_to_cart
from cart.change_line import change_line
from cart.current import lines_of
from cart.lines import shown_lines, totals_of
from cart.models import MAX_QUANTITY
from cart.quantity import parse_id, parse_quantity
from cart.refused import Refused
from shop.caching.policy import private
from shop.middleware.same_origin import same_origin
from shop.rates import limited


def changes_by_post(view):
    """A GET (a refused change, loaded again from the address bar) shows the cart and changes nothing: 405."""

    @wraps(view)
    def only_post(request):
        if request.method == "POST":
            return view(request)
        response = page(request, status=405)
        response["Allow"] = "POST"
        return response

    return only_post


@private
@require_safe
def show(request):
    """Anyone: the visitor's own cart. Two queries besides session and customer."""
    return page(request)


@private
@same_origin
@changes_by_post
@limited("cart")
def add(request):
    """Anyone; `variant`, `quantity` (1 if left out). Posted from cached pages, so it asks for no token."""
    try:
        variant_id = parse_id(request.POST.get("variant", ""), _("There is no such variant in the shop."))
        quantity = parse_quantity(request.POST.get("quantity", "1"))
        offer, _in_line = add_to_cart(request, variant_id, quantity)
    except Refused as refused:
        return refusal(request, refused)
    return done(request, _("Added to your cart: %(title)s") % {"title": offer.product.title})


@private
@changes_by_post
@limited("cart")
def update(request):
    """The visitor's own lines alone; `line`, `quantity` (0 removes)."""
    try:
        line_id = parse_id(request.POST.get("line", ""), _("This line is not in your cart any more."))
        quantity = parse_quantity(request.POST.get("quantity", ""), minimum=0)
        offer = change_line(request, line_id, quantity)
    except Refused as refused:
        return refusal(request, refused)
    message = _("Changed: %(title)s") if quantity else _("Removed: %(title)s")
    return done(request, message % {"title": offer.product.title})


def page(request, problem: str = "", status: int = 200):
    lines = shown_lines(lines_of(request))
    context = {"lines": lines, "totals": totals_of(lines), "problem": problem, "max_quantity": MAX_QUANTITY}
    return render(request, "cart/show.html", context, status=status)


def done(request, message: str):
    if wants_json(request):
        count = lines_of(request).aggregate(count=Sum("quantity"))["count"] or 0
        return JsonResponse({"message": message, "cart_quantity": count})
    messages.success(request, message)
    response = redirect("cart:show")
    response.status_code = 303  # the next request is a GET, whatever this one was
    return response


def refusal(request, refused: Refused):
    """The cart as it is, with what is wrong above it."""
    if wants_json(request):
        return JsonResponse({"error": refused.message}, status=refused.status)
    return page(request, refused.message, refused.status)


def wants_json(request) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
