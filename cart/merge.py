"""At log-in the guest's cart becomes part of the customer's."""

from cart.current import SESSION_KEY
from cart.models import Cart


def merge_guest_cart(sender, request, user, **kwargs):
    """Receives user_logged_in."""
    session = getattr(request, "session", None)
    guest_cart_id = session.pop(SESSION_KEY, None) if session is not None else None
    if guest_cart_id is None:
        return
    guest = Cart.objects.filter(pk=guest_cart_id, customer=None).first()
    if guest is not None:
        Cart.objects.get_or_create(customer=user)[0].take_over(guest)
