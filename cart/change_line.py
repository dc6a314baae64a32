"""Changes how many of a line are meant; none removes it."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cart.add_to_cart import refuse_what_is_not_for_sale, too_many
from cart.current import lines_of
from cart.models import CartLine
from cart.offers import Offer, offer_of, variants_with_offers
from cart.refused import Refused


def change_line(request, line_id: int, quantity: int) -> Offer:
    """Sets the quantity of a line of this visitor's cart; Refused for anybody else's line.

    Fewer is always possible; more only as far as the stock goes. The price of this moment becomes the one seen.
    """
    joins, _columns, prices = variants_with_offers("variant__")
    lines = lines_of(request).select_related("cart", *joins).prefetch_related(prices)
    with transaction.atomic():
        line = lines.filter(pk=line_id).first()
        if line is None or not line.cart.lock():
            raise Refused(_("This line is not in your cart any more."), 404)
        offer = offer_of(line.variant)
        if quantity == 0:
            line.delete()
            return offer
        if quantity > line.quantity:
            refuse_what_is_not_for_sale(offer)
            if quantity > offer.available:
                raise too_many(offer, quantity)
        seen = {"seen_price": offer.current_price, "seen_currency": settings.DEFAULT_CURRENCY}
        CartLine.objects.filter(pk=line.pk).update(quantity=quantity, **seen)
    return offer
