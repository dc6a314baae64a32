"""The way to an order for who has no account: a signed link, mailed with it. The number alone opens nothing.

What it leads to puts the number into the session and takes the signature out of the address, so that it is in no
history, no referrer and on no screen.
"""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse

from checkout.models import Order

VALID = timedelta(days=90)
SIGNER = TimestampSigner(salt="checkout.links")


def order_link(order: Order) -> str:
    """For a mail to the order's own address; valid ninety days. Customers get the page that asks them to log in."""
    if order.customer_id is not None:
        return settings.SITE_URL + reverse("orders:show", args=[order.number])
    return settings.SITE_URL + reverse("checkout:door", args=[SIGNER.sign(order.number)])


def number_in(token: str) -> str:
    """The order's number; "" where the link is not ours or too old."""
    try:
        return SIGNER.unsign(token, max_age=VALID)
    except BadSignature:
        return ""
