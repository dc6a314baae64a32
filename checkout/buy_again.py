"""An order's goods into the cart once more, at today's prices."""

from django.utils.translation import gettext as _

from cart.add_to_cart import add_to_cart
from cart.models import MAX_QUANTITY
from cart.refused import Refused
from checkout.models import Order

MOST = 50  # lines in one go: each is an add to the cart of its own


def buy_again(request, order: Order) -> tuple[int, list[str]]:
    """How many lines went into the cart, and why the others did not."""
    added, refused = 0, []
    for line in order.lines.all()[:MOST]:
        try:
            if line.variant_id is None:
                raise Refused(_("%(title)s is not in the shop any more.") % {"title": line.title})
            add_to_cart(request, line.variant_id, min(line.quantity, MAX_QUANTITY))
            added += 1
        except Refused as problem:
            refused.append(problem.message)
    return added, refused
