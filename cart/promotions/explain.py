"""Why a voucher takes nothing off, in the buyer's words."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cart.models import Promotion
from cart.pricing.line import Line
from cart.pricing.promotion import Kind
from cart.promotions.running import Candidate
from shop.money import money


def why_stopped(candidate: Candidate, now: datetime) -> str:
    """What no change of the cart would mend: dates, limits, whose it is; "" if nothing is in the way."""
    promotion, code = candidate.promotion, {"code": candidate.code}
    if not promotion.is_active or promotion.has_ended(now):
        return _("%(code)s has expired.") % code
    if not promotion.has_begun(now):
        starts = date_format(localtime(promotion.starts_at), "DATETIME_FORMAT")
        return _("%(code)s is not valid yet: it starts on %(starts)s.") % (code | {"starts": starts})
    if candidate.is_used_up:
        return _("%(code)s has been used up.") % code
    if candidate.is_used_by_buyer:
        return _("You have used %(code)s already.") % code
    if not candidate.is_for_buyer and promotion.audience == Promotion.Audience.CUSTOMERS:
        return _("%(code)s is for customers with an account. Log in to use it.") % code
    return "" if candidate.is_for_buyer else _("%(code)s is not for this account.") % code


def why_idle(candidate: Candidate, lines: Iterable[Line], currency: str) -> str:
    """What another cart would mend."""
    promotion, code = candidate.priced, {"code": candidate.code}
    eligible = [line for line in lines if promotion.is_for(line)]
    amount, pieces = sum(line.amount for line in eligible), sum(line.quantity for line in eligible)
    if not eligible:
        return _("%(code)s is for none of these products.") % code
    if amount < promotion.minimum:
        left = money(promotion.minimum - amount, currency)
        return _("%(code)s needs %(left)s more of what it is for.") % (code | {"left": left})
    if promotion.kind == Kind.BUY_X_GET_Y and pieces < promotion.buy + promotion.free:
        missing = promotion.buy + promotion.free - pieces
        return _("%(code)s: put in %(missing)s more to get %(free)s for less.") % (
            code | {"missing": missing, "free": promotion.free}
        )
    return _("%(code)s does not combine with an offer that saves you more. It stays unused.") % code
