"""What every change of the cart answers: a page that says what was done, or for a script the parts that changed."""

from functools import wraps

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.utils.translation import gettext as _

from cart.contents import contents_of
from cart.context import CartBadge
from cart.models import MAX_QUANTITY
from cart.promotions.entered import MAX_VOUCHERS
from cart.refused import Refused
from shop.caching import holes


def changes_cart(view):
    """For a view that changes the cart and returns what to say of it; a Refused one changes nothing.

    A GET (a refused change, loaded again from the address bar) shows the cart and changes nothing: 405.
    """

    @wraps(view)
    def change(request):
        if request.method != "POST":
            response = page(request, status=405)
            response["Allow"] = "POST"
            return response
        try:
            message = view(request)
        except Refused as refused:
            return refusal(request, refused)
        return message if isinstance(message, HttpResponse) else done(request, message)

    return change


def page(request, problem: str = "", status: int = 200):
    return render(request, "cart/show.html", context_of(request) | {"problem": problem}, status=status)


def context_of(request) -> dict:
    return {"cart": contents_of(request), "max_quantity": MAX_QUANTITY, "max_vouchers": MAX_VOUCHERS}


def done(request, message: str):
    if wants_json(request):
        return JsonResponse({"message": message} | changed(request, cart=rendered(request)))
    messages.success(request, message)
    response = redirect("cart:show")
    response.status_code = 303  # the next request is a GET, whatever this one was
    return response


def refusal(request, refused: Refused):
    """The cart as it is, with what is wrong above it."""
    if wants_json(request):
        return JsonResponse({"error": refused.message}, status=refused.status)
    return page(request, refused.message, refused.status)


def changed(request, **parts: str) -> dict:
    """`parts` of the page by name (`data-part`), the header's strip among them, and how many pieces there are now."""
    strip = holes.registry["personal"].render(request).decode()
    return {"cart_quantity": CartBadge(request).count, "parts": {"personal": strip} | parts}


def rendered(request) -> str:
    return loader.render_to_string("cart/_contents.html", context_of(request), request)


def wants_json(request) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def not_there() -> str:
    return _("This line is not in your cart any more.")
