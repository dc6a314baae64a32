"""The vouchers of a cart: entered, shown with what they do, taken out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cart.current import carts_of, open_cart
from cart.models import CartVoucher, Voucher
from cart.pricing.line import Line
from cart.promotions.explain import why_idle, why_stopped
from cart.promotions.running import Buyer, Candidate, candidates
from cart.refused import Refused
from cart.totals import Totals

MAX_VOUCHERS = 5
CODE = re.compile(r"[A-Z0-9-]{3,40}")


@dataclass(frozen=True)
class EnteredVoucher:
    """`saves` None: nothing, and `reason` says why."""

    code: str
    name: str
    saves: Decimal | None
    reason: str = ""


def entered_vouchers(found: Iterable[Candidate], lines: Sequence[Line], totals: Totals) -> list[EnteredVoucher]:
    saved, now = {used.code: used.amount for used in totals.applied if used.code}, timezone.now()
    return [
        EnteredVoucher(
            candidate.code,
            candidate.promotion.name,
            saved.get(candidate.code),
            ""
            if candidate.code in saved
            else why_stopped(candidate, now) or why_idle(candidate, lines, totals.currency),
        )
        for candidate in found
        if candidate.code
    ]


def enter_voucher(request, text: str, currency: str) -> Voucher:
    """Keeps the voucher with this visitor's cart. Refused where it can't be used whatever they put in."""
    voucher = find_voucher(text)
    with transaction.atomic():
        cart = open_cart(request)
        if CartVoucher.objects.filter(cart=cart).count() >= MAX_VOUCHERS:
            raise Refused(_("At most %(most)s vouchers fit into a cart. Remove one first.") % {"most": MAX_VOUCHERS})
        kept, is_new = CartVoucher.objects.get_or_create(
            cart=cart, promotion_id=voucher.promotion_id, defaults={"voucher": voucher}
        )
        if not is_new:
            same = kept.voucher_id == voucher.pk
            raise Refused(
                _("%(code)s is in your cart already.") % {"code": voucher.code}
                if same
                else _("A voucher of the same offer is in your cart already. Remove it first.")
            )
        refuse_what_has_stopped(candidates([], currency, cart.pk, buyer_of(request)), voucher)
    return voucher


def find_voucher(text: str) -> Voucher:
    code = text.strip().upper()
    voucher = Voucher.objects.filter(code=code).first() if CODE.fullmatch(code) else None
    if voucher is None:
        raise Refused(_("We don't know this voucher code. Check its spelling."), 404)
    return voucher


def refuse_what_has_stopped(found: Iterable[Candidate], voucher: Voucher) -> None:
    """Inside the transaction, so that nothing is kept."""
    mine = next((candidate for candidate in found if candidate.code == voucher.code), None)
    reason = why_stopped(mine, timezone.now()) if mine else _("%(code)s is for another currency.")
    if reason:
        raise Refused(reason % {"code": voucher.code} if mine is None else reason)


def remove_voucher(request, text: str) -> str:
    """The code that is gone from this visitor's cart; Refused if it was not in it."""
    code = text.strip().upper()
    gone, _by_model = CartVoucher.objects.filter(cart__in=carts_of(request), voucher__code=code).delete()
    if not gone:
        raise Refused(_("This voucher is not in your cart any more."), 404)
    return code


def buyer_of(request) -> Buyer:
    return Buyer(request.user.pk, request.user.email) if request.user.is_authenticated else Buyer()
