"""Which cart is this visitor's. A visitor without a session cookie has none, and is asked nothing."""

from hashlib import sha256

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cart.models import Cart, CartLine
from cart.refused import Refused

SESSION_KEY = "cart"


def has_session(request) -> bool:
    """Came with one, or was given one by this very request."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or request.session.modified


def carts_of(request) -> QuerySet[Cart]:
    """This visitor's cart and no other; asks nothing of the database for a guest without one (the user, if any)."""
    if not has_session(request):
        return Cart.objects.none()
    if request.user.is_authenticated:
        return Cart.objects.filter(customer_id=request.user.pk)
    guest_cart_id = request.session.get(SESSION_KEY)
    if guest_cart_id is None:
        return Cart.objects.none()
    return Cart.objects.filter(pk=guest_cart_id, customer=None)


def lines_of(request) -> QuerySet[CartLine]:
    """The lines of this visitor's cart and of no other."""
    if not has_session(request):
        return CartLine.objects.none()
    if request.user.is_authenticated:
        return CartLine.objects.filter(cart__customer_id=request.user.pk)
    guest_cart_id = request.session.get(SESSION_KEY)
    if guest_cart_id is None:
        return CartLine.objects.none()
    return CartLine.objects.filter(cart_id=guest_cart_id, cart__customer=None)


def open_cart(request) -> Cart:
    """This visitor's cart, made if there is none yet, and locked; only now does a guest get a session.

    Inside a transaction. Two first adds of one session at once end in one cart. Refused where the session has ended.
    """
    if request.user.is_authenticated:
        return Cart.open(customer_id=request.user.pk)
    known = Cart(pk=request.session.get(SESSION_KEY))
    if known.pk is not None:
        if known.lock_as_guest():
            return known
        if not request.session.exists(request.session.session_key):  # they have just logged in
            raise Refused(_("Your cart was closed in another window. Please try again."))
    made = Cart.open(guest_key=guest_key(request.session.session_key))
    request.session[SESSION_KEY] = made.pk
    return made


def guest_key(session_key: str | None) -> str | None:
    """Of a session that is there already; of one that this answer begins, nobody else can know yet."""
    return sha256(session_key.encode()).hexdigest() if session_key else None
