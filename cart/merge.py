"""At log-in the guest's cart becomes part of the customer's, and the visitor is told what did not fit."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.db import connection, transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from cart.current import SESSION_KEY
from cart.models import MAX_LINES, MAX_QUANTITY, Cart

# Sent with `guest` and `into` before the guest's cart ends, for what else hangs on it; in the same transaction.
carts_merge = Signal()

# Quantities add up as far as the line's limit and the stock go, but a customer's line never shrinks by logging in.
# The oldest lines come first, as far as there is room.
MERGE_LINES = """
INSERT INTO cart_cartline AS line (cart_id, variant_id, quantity, added_at, seen_price, seen_currency)
SELECT %(into)s, theirs.variant_id, theirs.quantity, theirs.added_at, theirs.seen_price, theirs.seen_currency
FROM cart_cartline theirs
LEFT JOIN cart_cartline ours ON ours.cart_id = %(into)s AND ours.variant_id = theirs.variant_id
WHERE theirs.cart_id = %(guest)s
ORDER BY ours.id IS NULL, theirs.added_at, theirs.id
LIMIT (SELECT %(max_lines)s - count(*) FROM cart_cartline WHERE cart_id = %(into)s)
    + (SELECT count(*) FROM cart_cartline a JOIN cart_cartline b USING (variant_id)
       WHERE a.cart_id = %(into)s AND b.cart_id = %(guest)s)
ON CONFLICT (cart_id, variant_id) DO UPDATE
SET quantity = greatest(line.quantity, least(
    line.quantity + excluded.quantity, %(max_quantity)s,
    coalesce((SELECT on_hand - reserved FROM catalog_stock WHERE variant_id = line.variant_id), 0)))
"""

# What both carts held together, each variant once; and what of it the merged one holds.
BOTH_CARTS = """
SELECT variant.id, variant.sku, sum(line.quantity), bool_or(line.cart_id = %(into)s)
FROM cart_cartline line JOIN catalog_variant variant ON variant.id = line.variant_id
WHERE line.cart_id IN (%(into)s, %(guest)s) GROUP BY variant.id, variant.sku ORDER BY variant.sku
"""
QUANTITIES = "SELECT variant_id, quantity FROM cart_cartline WHERE cart_id = %(into)s"

# Nothing of these two is counted in money: what is there already stays as it is.
MERGE_THE_REST = """
WITH saved AS (
    INSERT INTO cart_savedline (cart_id, variant_id, quantity, saved_at)
    SELECT %(into)s, variant_id, quantity, saved_at FROM cart_savedline WHERE cart_id = %(guest)s
    ORDER BY saved_at DESC
    LIMIT greatest(0, %(max_lines)s - (SELECT count(*) FROM cart_savedline WHERE cart_id = %(into)s))
    ON CONFLICT DO NOTHING)
INSERT INTO cart_cartvoucher (cart_id, voucher_id, promotion_id, entered_at)
SELECT %(into)s, voucher_id, promotion_id, entered_at FROM cart_cartvoucher WHERE cart_id = %(guest)s
ON CONFLICT DO NOTHING
"""


@dataclass
class Merged:
    """`met`: the customer had something in their cart. `short`: SKU → (meant, there now); `left_out`: SKUs."""

    met: bool = False
    short: dict[str, tuple[int, int]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def merge_guest_cart(sender, request, user, **kwargs):
    """Receives user_logged_in."""
    session = getattr(request, "session", None)
    guest_cart_id = session.pop(SESSION_KEY, None) if session is not None else None
    if guest_cart_id is None:
        return
    guest = Cart.objects.filter(pk=guest_cart_id, customer=None).first()
    if guest is not None:
        tell(request, merge(guest, Cart.objects.get_or_create(customer=user)[0]))


def merge(guest: Cart, into: Cart) -> Merged:
    """Moves a guest's lines, saved lines and vouchers into a customer's cart, and ends the guest's."""
    values = {"into": into.pk, "guest": guest.pk, "max_lines": MAX_LINES, "max_quantity": MAX_QUANTITY}
    with transaction.atomic():
        # In the order of ids, so that two log-ins at once can't wait for each other.
        if not all(cart.lock() for cart in sorted((into, guest), key=lambda cart: cart.pk)):
            return Merged()
        with connection.cursor() as cursor:
            cursor.execute(BOTH_CARTS, values)
            meant = cursor.fetchall()
            cursor.execute(MERGE_LINES, values)
            cursor.execute(MERGE_THE_REST, values)
            cursor.execute(QUANTITIES, values)
            there = dict(cursor.fetchall())
        carts_merge.send(Cart, guest=guest, into=into)
        guest.delete()
    return compare(meant, there)


def compare(meant: list[tuple[int, str, int, bool]], there: dict[int, int]) -> Merged:
    merged = Merged(met=any(ours for *_rest, ours in meant))
    for variant_id, sku, quantity, _ours in meant:
        if variant_id not in there:
            merged.left_out.append(sku)
        elif there[variant_id] < quantity:
            merged.short[sku] = (quantity, there[variant_id])
    return merged


def tell(request, merged: Merged) -> None:
    """On the next page of the visitor's own."""
    if merged.met:
        messages.info(request, _("Your cart from before and this one are one cart now."))
    for sku, (meant, there) in merged.short.items():
        values = {"sku": sku, "meant": meant, "there": there}
        messages.warning(
            request,
            _("%(sku)s: %(meant)s in both carts together, of which %(there)s fit. More are not to be had.") % values,
        )
    if merged.left_out:
        values = {"most": MAX_LINES, "skus": ", ".join(merged.left_out)}
        text = _("A cart holds %(most)s different variants. There was no room for: %(skus)s.")
        messages.warning(request, text % values)
