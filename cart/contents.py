"""All that the cart's page shows."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from cart.current import lines_of
from cart.lines import ShownLine, priced_lines, shown_lines
from cart.promotions.entered import EnteredVoucher, buyer_of, entered_vouchers
from cart.promotions.running import candidates
from cart.saved import ShownSaved, saved_lines, shown_saved
from cart.totals import Totals, order_totals


@dataclass(frozen=True)
class Contents:
    lines: list[ShownLine]
    totals: Totals
    vouchers: list[EnteredVoucher]
    saved: list[ShownSaved]

    @property
    def can_be_ordered(self) -> bool:
        """There is something in it, and all of it can be bought as it is: checkout would stop there later."""
        return bool(self.lines) and all(shown.can_be_bought and not shown.is_short for shown in self.lines)


def contents_of(request) -> Contents:
    """At most five queries: lines, their prices, promotions, saved lines, their prices. Of an empty cart one."""
    shown = shown_lines(lines_of(request))
    priced = priced_lines(shown)
    currency = settings.DEFAULT_CURRENCY
    found = candidates(priced, currency, shown[0].line.cart_id, buyer_of(request)) if shown else []
    now = timezone.now()
    running = [candidate.priced for candidate in found if candidate.is_running(now)]
    totals = order_totals(priced, currency, running)
    return Contents(shown, totals, entered_vouchers(found, priced, totals), shown_saved(saved_lines(request)))
