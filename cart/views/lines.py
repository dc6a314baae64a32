"""The page, and what may be done with its lines."""

from decimal import Decimal, InvalidOperation

from django.http import JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cart.add_to_cart import add_to_cart
from cart.change_line import accept_price, change_line
from cart.quantity import parse_id, parse_quantity
from cart.views.answer import changed, changes_cart, not_there, page, wants_json
from shop.caching.policy import private
from shop.middleware.same_origin import same_origin
from shop.rates import limited


@private
@require_safe
def show(request):
    """Anyone: the visitor's own cart. At most five queries besides session, customer and badge."""
    return page(request)


@private
@same_origin
@changes_cart
@limited("cart")
def add(request):
    """Anyone; `variant`, `quantity` (1 if left out). Posted from cached pages, so it asks for no token."""
    variant_id = parse_id(request.POST.get("variant", ""), _("There is no such variant in the shop."))
    quantity = parse_quantity(request.POST.get("quantity", "1"))
    offer, in_line = add_to_cart(request, variant_id, quantity)
    message = _("Added to your cart: %(title)s") % {"title": offer.product.title}
    if not wants_json(request):
        return message
    shown = {"message": message, "in_line": in_line, "variant": offer.variant}
    added = loader.render_to_string("cart/_added.html", shown, request)
    return JsonResponse({"message": message} | changed(request, added=added))


@private
@changes_cart
@limited("cart")
def update(request):
    """The visitor's own lines alone; `line`, `quantity` (0 removes)."""
    line_id = parse_id(request.POST.get("line", ""), not_there())
    quantity = parse_quantity(request.POST.get("quantity", ""), minimum=0)
    offer = change_line(request, line_id, quantity)
    message = _("Changed: %(title)s") if quantity else _("Removed: %(title)s")
    return message % {"title": offer.product.title}


@private
@changes_cart
@limited("cart")
def accept(request):
    """The visitor's own lines alone; `line`, `price` as it was shown. Changes no price: notes that it was seen."""
    line_id = parse_id(request.POST.get("line", ""), not_there())
    offer = accept_price(request, line_id, parse_price(request.POST.get("price", "")))
    return _("New price accepted: %(title)s") % {"title": offer.product.title}


def parse_price(text: str) -> Decimal | None:
    try:
        return Decimal(text[:20]) if text.replace(".", "", 1).isdigit() else None
    except InvalidOperation:
        return None
