"""Puts a line aside for later, and back."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cart.add_to_cart import refuse_what_is_not_for_sale, too_many
from cart.change_line import my_line
from cart.current import carts_of
from cart.models import MAX_LINES, MAX_QUANTITY, SavedLine
from cart.offers import Offer, offer_of, variants_with_offers
from cart.refused import Refused

SAVE = """
INSERT INTO cart_savedline AS saved (cart_id, variant_id, quantity) VALUES (%(cart)s, %(variant)s, %(quantity)s)
ON CONFLICT (cart_id, variant_id) DO UPDATE
SET quantity = least(saved.quantity + excluded.quantity, %(most)s), saved_at = now()
"""


@dataclass(frozen=True)
class ShownSaved:
    line: SavedLine
    offer: Offer


def saved_lines(request) -> QuerySet[SavedLine]:
    return SavedLine.objects.filter(cart__in=carts_of(request))


def shown_saved(lines: QuerySet[SavedLine]) -> list[ShownSaved]:
    """Two queries for any number; one where there are none."""
    joins, columns, prices = variants_with_offers("variant__")
    own = ["cart", "variant", "quantity", "saved_at"]
    lines = lines.select_related(*joins).only(*own, *columns).prefetch_related(prices)
    return [ShownSaved(line, offer_of(line.variant)) for line in lines]


def save_line(request, line_id: int) -> Offer:
    """From the cart to what is kept for later. Refused for anybody else's line."""
    with transaction.atomic():
        line = my_line(request, line_id)
        if SavedLine.objects.filter(cart=line.cart).exclude(variant=line.variant).count() >= MAX_LINES:
            raise Refused(_("You have put aside %(most)s variants already. Remove one first.") % {"most": MAX_LINES})
        values = {"cart": line.cart_id, "variant": line.variant_id, "quantity": line.quantity, "most": MAX_QUANTITY}
        with connection.cursor() as cursor:
            cursor.execute(SAVE, values)
        line.delete()
    return offer_of(line.variant)


def restore_line(request, saved_id: int) -> tuple[Offer, int]:
    """From later to the cart: the offer, and how many of it fit. Refused, with nothing changed, where none does."""
    with transaction.atomic():
        line = my_saved_line(request, saved_id)
        offer = offer_of(line.variant)
        refuse_what_is_not_for_sale(offer)
        if not line.cart.has_room_for(line.variant_id):
            raise Refused(_("Your cart is full: it holds %(most)s different variants.") % {"most": MAX_LINES})
        limit = min(MAX_QUANTITY, offer.available)
        quantity = min(line.quantity, limit)
        price, currency = offer.current_price, settings.DEFAULT_CURRENCY
        if line.cart.add(line.variant_id, quantity, limit, price, currency) is None:
            raise too_many(offer, quantity, already=True)
        line.delete()
    return offer, quantity


def remove_saved(request, saved_id: int) -> Offer:
    with transaction.atomic():
        line = my_saved_line(request, saved_id)
        line.delete()
    return offer_of(line.variant)


def my_saved_line(request, saved_id: int) -> SavedLine:
    """Of this visitor alone, with its cart locked."""
    joins, _columns, prices = variants_with_offers("variant__")
    lines = saved_lines(request).select_related("cart", *joins).prefetch_related(prices)
    line = lines.filter(pk=saved_id).first()
    if line is None or not line.cart.lock() or not SavedLine.objects.filter(pk=saved_id).exists():
        raise Refused(_("This is not among what you put aside any more."), 404)
    return line
