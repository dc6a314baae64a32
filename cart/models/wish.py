"""What a visitor would like to have one day: products, some with the variant they chose."""

from django.conf import settings
from django.db import connection, models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

MAX_WISHES = 200

# One statement, so that two first wishes at once end in one list; and it is locked then.
OPEN_LIST = """
INSERT INTO cart_wishlist (customer_id, guest_key, updated_at) VALUES (%(customer)s, %(guest_key)s, now())
ON CONFLICT ({owner}) DO UPDATE SET updated_at = now()
RETURNING id
"""

# The newest wishes first, as far as there is room; what is on the customer's list already is left out.
TAKE_OVER = """
INSERT INTO cart_wish (wish_list_id, product_id, variant_id, added_at)
SELECT %(into)s, theirs.product_id, theirs.variant_id, theirs.added_at FROM cart_wish theirs
WHERE theirs.wish_list_id = %(guest)s AND NOT EXISTS (
    SELECT FROM cart_wish ours WHERE ours.wish_list_id = %(into)s AND ours.product_id = theirs.product_id
    AND ours.variant_id IS NOT DISTINCT FROM theirs.variant_id)
ORDER BY theirs.added_at DESC, theirs.id DESC
LIMIT greatest(0, %(most)s - (SELECT count(*) FROM cart_wish WHERE wish_list_id = %(into)s))
"""


class WishList(models.Model):
    """A guest's is named by the session (its id is kept there), a customer's by the customer."""

    customer = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="wish_list"
    )
    guest_key = models.CharField(max_length=64, null=True, editable=False)  # as a cart's
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("wish list")
        verbose_name_plural = _("wish lists")
        constraints = [models.UniqueConstraint(fields=["guest_key"], name="wishlist_once_a_session")]

    def __str__(self):
        return str(self.pk)

    @classmethod
    def open(cls, customer_id: int | None = None, guest_key: str | None = None) -> "WishList":
        """Of a customer, or of a guest's session; made if there is none. Locked until the transaction ends."""
        owner = "customer_id" if customer_id else "guest_key"
        with connection.cursor() as cursor:
            cursor.execute(OPEN_LIST.format(owner=owner), {"customer": customer_id, "guest_key": guest_key})
            (pk,) = cursor.fetchone()
        return cls(pk=pk, customer_id=customer_id, guest_key=guest_key)

    def lock_as_guest(self) -> bool:
        """False where it is gone, or a customer's by now."""
        return bool(WishList.objects.filter(pk=self.pk, customer=None).update(updated_at=Now()))

    def add(self, product_id: int, variant_id: int | None) -> bool:
        """Under the lock. False, with nothing changed, if the list is full; what is on it already stays as it is."""
        if self.wishes.filter(product_id=product_id, variant_id=variant_id).exists():  # type: ignore[misc]  # None: null
            return True
        if self.wishes.count() >= MAX_WISHES:
            return False
        self.wishes.create(product_id=product_id, variant_id=variant_id)
        return True

    def take_over(self, guest: "WishList") -> None:
        """Both locked. What there is no room for goes with the guest's list."""
        with connection.cursor() as cursor:
            cursor.execute(TAKE_OVER, {"into": self.pk, "guest": guest.pk, "most": MAX_WISHES})
        WishList.objects.filter(pk=guest.pk).delete()


class Wish(models.Model):
    wish_list = models.ForeignKey(WishList, models.CASCADE, related_name="wishes")
    product = models.ForeignKey("catalog.Product", models.CASCADE, related_name="+", verbose_name=_("product"))
    variant = models.ForeignKey(
        "catalog.Variant", models.CASCADE, null=True, related_name="+", verbose_name=_("variant")
    )
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ["-added_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["wish_list", "product", "variant"], nulls_distinct=False, name="wish_once_a_list"
            )
        ]

    def __str__(self):
        return f"{self.product_id}/{self.variant_id}"
