"""Changes how many of a line are meant; none removes it. Or takes note that its price has been seen."""

from decimal import Decimal

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
    with transaction.atomic():
        line = my_line(request, line_id)
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


def accept_price(request, line_id: int, price: Decimal | None) -> Offer:
    """The price that the visitor was shown becomes the one they have seen; Refused if it has changed once more."""
    with transaction.atomic():
        line = my_line(request, line_id)
        offer = offer_of(line.variant)
        if price is None or price != offer.current_price:
            raise Refused(_("The price has changed once more. Please look at it again."))
        CartLine.objects.filter(pk=line.pk).update(seen_price=price, seen_currency=settings.DEFAULT_CURRENCY)
    return offer


def my_line(request, line_id: int) -> CartLine:
    """Of this visitor alone, as it is once its cart is locked. Refused where there is none (any more)."""
    joins, _columns, prices = variants_with_offers("variant__")
    lines = lines_of(request).select_related("cart", *joins).prefetch_related(prices)
    line = lines.filter(pk=line_id).first()
    if line is None or not line.cart.lock():
        raise Refused(_("This line is not in your cart any more."), 404)
    try:
        line.refresh_from_db(fields=["quantity"])
    except CartLine.DoesNotExist as gone:
        raise Refused(_("This line is not in your cart any more."), 404) from gone
    return line
