"""The personal strip of the header: account and cart. The one hole of most pages."""

from cart.current import SESSION_KEY
from shop.caching.holes import Hole, has_session


class Personal(Hole):
    """For a visitor without a session one strip for all, without a query; else at most two: customer, cart."""

    name = "personal"
    template = "_personal.html"

    def reads(self, request):
        if not has_session(request):
            return ["anonymous"]
        if request.user.is_authenticated:
            return [f"u{request.user.pk}"]
        return [f"k{request.session.get(SESSION_KEY)}"]
