"""What is put aside for later."""

from django.utils.translation import gettext as _

from cart.quantity import parse_id
from cart.saved import remove_saved, restore_line, save_line
from cart.views.answer import changes_cart, not_there
from shop.caching.policy import private
from shop.rates import limited


@private
@changes_cart
@limited("cart")
def save(request):
    """The visitor's own lines alone; `line`."""
    offer = save_line(request, parse_id(request.POST.get("line", ""), not_there()))
    return _("Saved for later: %(title)s") % {"title": offer.product.title}


@private
@changes_cart
@limited("cart")
def restore(request):
    """The visitor's own saved lines alone; `saved`. Back into the cart, as many as there are."""
    offer, quantity = restore_line(request, parse_id(request.POST.get("saved", ""), not_there()))
    return _("Back in your cart: %(quantity)s × %(title)s") % {"quantity": quantity, "title": offer.product.title}


@private
@changes_cart
@limited("cart")
def remove(request):
    """The visitor's own saved lines alone; `saved`."""
    offer = remove_saved(request, parse_id(request.POST.get("saved", ""), not_there()))
    return _("Removed: %(title)s") % {"title": offer.product.title}
