"""Uses promotions up with an order, and gives them back. Every limit is one conditional statement: no read-then-write.

Both are called inside the transaction that writes or ends the order. Rows are taken in the order of their ids, so that
two orders with the same promotions can't wait for each other.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from cart.models import CustomerUse, Promotion, Redemption, Voucher
from cart.refused import Refused
from cart.totals import Applied

# The row of a customer's first use is there at once; no row comes back where the limit is in the way.
USE_BY_CUSTOMER = """
INSERT INTO cart_customeruse AS uses (promotion_id, who, used) SELECT %(promotion)s, %(who)s, 1 WHERE %(limit)s > 0
ON CONFLICT (promotion_id, who) DO UPDATE SET used = uses.used + 1 WHERE uses.used < %(limit)s
RETURNING used
"""


def redeem(applied: Iterable[Applied], order_number: str, customer_id: int | None, email: str) -> None:
    """Refused, in the buyer's words, when one of them has ended or its last use has gone; then nothing may be kept."""
    by_promotion = {used.promotion: used for used in applied}
    promotions = Promotion.objects.in_bulk(by_promotion)
    vouchers = Voucher.objects.in_bulk([used.code for used in by_promotion.values() if used.code], field_name="code")
    for promotion_id, used in sorted(by_promotion.items()):
        voucher = vouchers.get(used.code)
        promotion = still_running(promotions.get(promotion_id), voucher, used)
        redemption = Redemption(
            promotion=promotion, voucher=voucher, order_number=order_number, customer_id=customer_id,
            email=email.lower(), amount=used.amount,
        )  # fmt: skip
        redemption.raised_promotion = take(promotion, used.name)
        redemption.raised_voucher = take(voucher, used.code)
        redemption.raised_for = take_for_customer(promotion, customer_id, email)
        redemption.save(force_insert=True)


def still_running(promotion: Promotion | None, voucher: Voucher | None, used: Applied) -> Promotion:
    if promotion is not None and promotion.is_running(timezone.now()):  # noqa: SIM102  two questions
        if not promotion.needs_code or (voucher is not None and voucher.promotion_id == promotion.pk):
            return promotion
    raise Refused(_("%(name)s has ended. Look at your cart again.") % {"name": used.code or used.name})


def take(limited: Promotion | Voucher | None, name: str) -> bool:
    """Whether a use was counted: where there is no limit, nobody waits for a common row."""
    if limited is None or limited.limit is None:
        return False
    left = type(limited).objects.filter(pk=limited.pk, used__lt=F("limit"))
    if not left.update(used=F("used") + 1):
        raise Refused(_("%(name)s has been used up. Look at your cart again.") % {"name": name})
    return True


def take_for_customer(promotion: Promotion, customer_id: int | None, email: str) -> list[str]:
    """Under whose names it was counted: the account's and the address's, so that neither alone gets around it."""
    if promotion.limit_per_customer is None:
        return []
    names = who(customer_id, email)
    with connection.cursor() as cursor:
        for name in names:
            limit = promotion.limit_per_customer
            cursor.execute(USE_BY_CUSTOMER, {"promotion": promotion.pk, "who": name, "limit": limit})
            if cursor.fetchone() is None:
                raise Refused(_("You have used %(name)s already. Look at your cart again.") % {"name": promotion.name})
    return names


def who(customer_id: int | None, email: str) -> list[str]:
    names = [f"u{customer_id}"] if customer_id else []
    return [*names, email.lower()] if email else names


def give_back(order_number: str) -> None:
    """Of an order that came to nothing. A second call finds nothing to give."""
    given = Redemption.objects.filter(order_number=order_number, given_back_at=None).order_by("promotion_id")
    for redemption in given.select_for_update():
        if redemption.raised_promotion:
            lower(Promotion.objects.filter(redemptions=redemption))
        if redemption.raised_voucher:
            lower(Voucher.objects.filter(redemptions=redemption))
        for name in redemption.raised_for:
            lower(CustomerUse.objects.filter(promotion_id=redemption.promotion_id, who=name))
        Redemption.objects.filter(pk=redemption.pk).update(given_back_at=Now())


def lower(counter: QuerySet) -> None:
    counter.filter(used__gt=0).update(used=F("used") - 1)
