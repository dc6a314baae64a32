"""What a visitor means to buy. Nothing is promised until checkout reserves it."""

from django.conf import settings
from django.db import connection, models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

MAX_QUANTITY = 99
MAX_LINES = 200

# One statement, so that two first adds at once end in one cart; and it is locked then, as by `lock`.
OPEN_CART = """
INSERT INTO cart_cart AS cart (customer_id, guest_key, updated_at) VALUES (%(customer)s, %(guest_key)s, now())
ON CONFLICT ({owner}) DO UPDATE SET updated_at = now()
RETURNING id
"""

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


class Cart(models.Model):
    """A guest's cart is named by the session (its id is kept there), a customer's by the customer."""

    customer = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="cart", verbose_name=_("customer")
    )
    # A digest of the key of the session that it was made in, so that one session makes one cart, and that nobody who
    # reads this table has a session.
    guest_key = models.CharField(max_length=64, null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        verbose_name = _("cart")
        verbose_name_plural = _("carts")
        constraints = [models.UniqueConstraint(fields=["guest_key"], name="cart_once_a_session")]

    def __str__(self):
        return str(self.pk)

    @classmethod
    def open(cls, customer_id: int | None = None, guest_key: str | None = None) -> "Cart":
        """The cart of a customer, or of a guest's session; made if there is none. Locked until the transaction ends."""
        owner = "customer_id" if customer_id else "guest_key"
        with connection.cursor() as cursor:
            cursor.execute(OPEN_CART.format(owner=owner), {"customer": customer_id, "guest_key": guest_key})
            (pk,) = cursor.fetchone()
        return cls(pk=pk, customer_id=customer_id, guest_key=guest_key)

    def lock(self) -> bool:
        """Changes of one cart wait for each other until the transaction ends. False: the cart is gone."""
        return bool(Cart.objects.filter(pk=self.pk).update(updated_at=Now()))

    def lock_as_guest(self) -> bool:
        """As `lock`; False also where it is a customer's by now."""
        return bool(Cart.objects.filter(pk=self.pk, customer=None).update(updated_at=Now()))

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
