"""A guest logs in on the way to the order: what they have said so far goes with them, and an order that waits, too."""

from cart.models import Cart
from checkout.models import Checkout, Order


def carry_over(sender, guest: Cart, into: Cart, **kwargs) -> None:
    """Receives carts_merge, in its transaction; the guest's cart ends with it. What they said last counts."""
    theirs = Checkout.objects.filter(cart=guest).first()
    if theirs is None:
        return
    ours = Checkout.objects.filter(cart=into).select_related("order").first() or Checkout(cart=into)
    said = {name: getattr(theirs, name) for name in ("email", "shipping_code", "payment_variant")}
    if theirs.delivery_address:
        said |= {"delivery_address": theirs.delivery_address, "billing_address": theirs.billing_address}
    if theirs.order_id and not (ours.order and ours.order.is_open):
        said |= {"key": theirs.key, "order": theirs.order}
        Order.objects.filter(pk=theirs.order_id).update(cart_id=into.pk)
    ours.keep(**said)
