"""What a visitor means to buy. Nothing is promised until checkout reserves it."""

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cart.surrogate_keys import line_notes

MAX_QUANTITY = 99
MAX_LINES = 200

# One statement, so that two adds at once make one line and lose no quantity. No row where the limit is in the way.
ADD_LINE = """
INSERT INTO cart_cartline AS line (cart_id, variant_id, quantity, seen_price, seen_currency)
VALUES (%(cart)s, %(variant)s, %(quantity)s, %(price)s, %(currency)s)
ON CONFLICT (cart_id, variant_id) DO UPDATE
SET quantity = line.quantity + excluded.quantity,
    seen_price = excluded.seen_price, seen_currency = excluded.seen_currency
WHERE line.quantity + excluded.quantity <= %(limit)s
RETURNING quantity
"""

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


class Cart(models.Model):
    """A guest's cart is named by the session (its id is kept there), a customer's by the customer."""

    customer = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="cart", verbose_name=_("customer")
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        verbose_name = _("cart")
        verbose_name_plural = _("carts")

    def __str__(self):
        return str(self.pk)

    def lock(self) -> bool:
        """Changes of one cart wait for each other until the transaction ends. False: the cart is gone."""
        return bool(Cart.objects.filter(pk=self.pk).update(updated_at=Now()))

    def has_room_for(self, variant_id: int) -> bool:
        """Whether another line fits, or the variant has its line already. Under the lock."""
        others = self.lines.exclude(variant_id=variant_id).count()
        return others < MAX_LINES

    def add(self, variant_id: int, quantity: int, limit: int, price, currency: str) -> int | None:
        """The line's new quantity; None, with nothing changed, where it would exceed `limit`."""
        values = {"cart": self.pk, "variant": variant_id, "quantity": quantity, "limit": limit}
        with connection.cursor() as cursor:
            cursor.execute(ADD_LINE, values | {"price": price, "currency": currency})
            row = cursor.fetchone()
        return row[0] if row else None

    def take_over(self, guest: "Cart") -> None:
        """Moves a guest's lines into this cart, and ends the guest's."""
        with transaction.atomic():
            # In the order of ids, so that two log-ins at once can't wait for each other.
            if not all(cart.lock() for cart in sorted((self, guest), key=lambda cart: cart.pk)):
                return
            with connection.cursor() as cursor:
                limits = {"max_lines": MAX_LINES, "max_quantity": MAX_QUANTITY}
                cursor.execute(MERGE_LINES, {"into": self.pk, "guest": guest.pk} | limits)
            guest.delete()


class CartLine(models.Model):
    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="+", verbose_name=_("variant"))
    quantity = models.SmallIntegerField(_("quantity"))
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    # As seen when it was added, so that a change can be told.
    seen_price = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    seen_currency = models.CharField(max_length=3)

    class Meta:
        triggers = line_notes()
        verbose_name = _("cart line")
        verbose_name_plural = _("cart lines")
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="cartline_once_a_variant"),
            models.CheckConstraint(condition=Q(quantity__gte=1, quantity__lte=MAX_QUANTITY), name="cartline_quantity"),
        ]

    def __str__(self):
        return f"{self.quantity} × {self.variant_id}"
