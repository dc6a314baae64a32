"""What the header shows of a visitor: `{{ cart_badge.count }}` pieces in the cart, `{{ cart_badge.name }}`.

A visitor without a session cookie has neither, and finding that out touches neither session nor database, so that the
page stays one for all. Everything is asked for only when a template says so: the count by one query, once a page.
"""

from django.db.models import Sum
from django.utils.functional import cached_property

from cart.current import has_session, lines_of


class CartBadge:
    def __init__(self, request):
        self._request = request

    @property
    def is_known(self) -> bool:
        return has_session(self._request)

    @cached_property
    def is_signed_in(self) -> bool:
        return self.is_known and self._request.user.is_authenticated

    @cached_property
    def name(self) -> str:
        """A customer's first name; empty for a guest."""
        return self._request.user.get_short_name() if self.is_signed_in else ""

    @cached_property
    def count(self) -> int:
        """How many pieces lie in the cart."""
        if not self.is_known:
            return 0
        return lines_of(self._request).aggregate(quantity=Sum("quantity"))["quantity"] or 0


def cart_badge(request):
    return {"cart_badge": CartBadge(request)}
