"""Puts a variant into this visitor's cart, or says why not."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cart.current import open_cart
from cart.models import MAX_LINES, MAX_QUANTITY
from cart.offers import Offer, find_offer
from cart.refused import Refused


def add_to_cart(request, variant_id: int, quantity: int) -> tuple[Offer, int]:
    """The offer taken and the line's quantity now. Refused, with nothing changed, where it can't be."""
    offer = find_offer(variant_id)
    if offer is None or not offer.product.is_live:
        raise Refused(_("There is no such variant in the shop."), 404)
    refuse_what_is_not_for_sale(offer)
    limit = min(MAX_QUANTITY, offer.available)
    if quantity > limit:
        raise too_many(offer, quantity)
    with transaction.atomic():
        cart = open_cart(request)
        if not cart.has_room_for(variant_id):
            raise Refused(_("Your cart is full: it holds %(most)s different variants.") % {"most": MAX_LINES})
        total = cart.add(variant_id, quantity, limit, offer.current_price, settings.DEFAULT_CURRENCY)
        if total is None:
            raise too_many(offer, quantity, already=True)
    return offer, total


def refuse_what_is_not_for_sale(offer: Offer) -> None:
    sku = {"sku": offer.variant.sku}
    if not offer.is_for_sale:
        raise Refused(_("%(sku)s is not for sale now.") % sku)
    if offer.available <= 0:
        raise Refused(_("%(sku)s is sold out.") % sku)


def too_many(offer: Offer, quantity: int, already: bool = False) -> Refused:
    """Names the limit that was met: the stock, or what fits into one line."""
    values = {"sku": offer.variant.sku, "left": offer.available, "asked": quantity, "most": MAX_QUANTITY}
    if offer.available >= MAX_QUANTITY:
        return Refused(_("At most %(most)s of %(sku)s fit into a cart; some are in yours already.") % values)
    if already:
        message = _("%(sku)s has %(left)s left; %(asked)s more requested than those in your cart. Lower the quantity.")
        return Refused(message % values)
    return Refused(_("%(sku)s has %(left)s left; %(asked)s requested. Lower the quantity.") % values)
