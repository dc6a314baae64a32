from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cart.models.cart import Cart
from cart.models.promotion import Promotion


class Voucher(models.Model):
    """A code that opens a promotion. Kept in capitals; buyers write it as they like."""

    promotion = models.ForeignKey(
        Promotion, models.CASCADE, related_name="vouchers", verbose_name=_("promotion"),
        limit_choices_to={"needs_code": True},
    )  # fmt: skip
    code = models.CharField(_("code"), max_length=40, unique=True, help_text=_("Letters A–Z, digits, hyphens."))
    limit = models.PositiveIntegerField(
        _("uses at most"), null=True, blank=True, default=1, help_text=_("Empty: as often as the promotion allows.")
    )
    used = models.PositiveIntegerField(_("used"), db_default=0, editable=False)  # counted while there is a limit
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z0-9-]{3,40}$"),
                name="voucher_code_plain",
                violation_error_message=_("A code has 3 to 40 letters A–Z, digits and hyphens."),
            ),
            models.CheckConstraint(
                condition=Q(limit__isnull=True) | Q(used__lte=F("limit")), name="voucher_never_used_up_twice"
            ),
        ]

    def __str__(self):
        return self.code


class CartVoucher(models.Model):
    """A voucher that a visitor has entered. It is used up by the order alone."""

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="vouchers")
    voucher = models.ForeignKey(Voucher, models.CASCADE, related_name="+")
    # Two vouchers of one promotion would give it twice.
    promotion = models.ForeignKey(Promotion, models.CASCADE, related_name="+")
    entered_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cart", "promotion"], name="cartvoucher_once_a_promotion")]
