"""Which cart is this visitor's. A visitor without a session cookie has none, and is asked nothing."""

from django.conf import settings
from django.db.models import QuerySet

from cart.models import Cart, CartLine

SESSION_KEY = "cart"


def has_session(request) -> bool:
    """Came with one, or was given one by this very request."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or request.session.modified


def lines_of(request) -> QuerySet[CartLine]:
    """The lines of this visitor's cart and of no other; asks nothing of the database for a guest (the user, if any)."""
    if not has_session(request):
        return CartLine.objects.none()
    if request.user.is_authenticated:
        return CartLine.objects.filter(cart__customer_id=request.user.pk)
    guest_cart_id = request.session.get(SESSION_KEY)
    if guest_cart_id is None:
        return CartLine.objects.none()
    return CartLine.objects.filter(cart_id=guest_cart_id, cart__customer=None)


def make_cart(request) -> Cart:
    """This visitor's cart, made if there is none yet; only now does a guest get a session."""
    if request.user.is_authenticated:
        return Cart.objects.get_or_create(customer=request.user)[0]
    cart = Cart.objects.filter(pk=request.session.get(SESSION_KEY), customer=None).first()
    if cart is None:
        cart = Cart.objects.create()
        request.session[SESSION_KEY] = cart.pk
    return cart
