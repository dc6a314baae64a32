"""What was bought leaves the cart, and so do its vouchers; what was put in meanwhile stays."""

from collections.abc import Iterable

from django.db import connection

from cart.models import Cart, CartVoucher

REMOVE = """
WITH bought AS (SELECT variant, sum(pieces)::int AS pieces FROM unnest(%(variants)s, %(pieces)s) b(variant, pieces)
                GROUP BY variant),
gone AS (DELETE FROM cart_cartline l USING bought b
         WHERE l.cart_id = %(cart)s AND l.variant_id = b.variant AND l.quantity <= b.pieces)
UPDATE cart_cartline l SET quantity = l.quantity - b.pieces FROM bought b
WHERE l.cart_id = %(cart)s AND l.variant_id = b.variant AND l.quantity > b.pieces
"""


def remove_bought(cart_id: int, pieces: Iterable[tuple[int, int]]) -> None:
    """`pieces`: (variant, quantity) pairs. A cart that is gone is no error."""
    pieces = list(pieces)
    if not Cart(pk=cart_id).lock():
        return
    values = {"variants": [variant for variant, _ in pieces], "pieces": [quantity for _, quantity in pieces]}
    with connection.cursor() as cursor:
        cursor.execute(REMOVE, values | {"cart": cart_id})
    CartVoucher.objects.filter(cart_id=cart_id).delete()
