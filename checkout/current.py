"""What this visitor has said so far, and which orders they may see. Everything else is not there for them."""

from django.http import Http404

from cart.current import carts_of, has_session
from checkout.models import Checkout, Order

ORDERS = "orders"  # in the session: numbers of the orders that were placed, or opened by a mailed link, in it
MOST = 20  # of them


def draft_of(request) -> Checkout | None:
    """Of the visitor's own cart; one that is not written yet where they have said nothing. None without a cart."""
    cart = carts_of(request).select_related("checkout__order").first()
    if cart is None:
        return None
    return cart.checkout if hasattr(cart, "checkout") else Checkout(cart=cart)


def order_of(request, number: str) -> Order:
    """A customer's own, or one of this session. Http404 for any other, as for one that there is not."""
    order = Order.objects.filter(number=number).first() if has_session(request) else None
    if order is None or not may_see(request, order):
        raise Http404
    return order


def may_see(request, order: Order) -> bool:
    is_own = order.customer_id is not None and order.customer_id == request.user.pk
    return is_own or order.number in request.session.get(ORDERS, ())


def remember(request, order: Order) -> None:
    """A guest has the order's page by their session."""
    numbers = [number for number in request.session.get(ORDERS, ()) if number != order.number]
    request.session[ORDERS] = [*numbers, order.number][-MOST:]
