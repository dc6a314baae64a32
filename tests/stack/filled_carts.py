"""Guests who stand before the review of their order already, with one piece of a variant: as walking there leaves them.

    python -m tests.stack.filled_carts VARIANT COUNT

In the stack's own environment. Prints JSON: of each their session, and what the review's form would send.
"""

import json
import sys

import django

django.setup()

from cart.lines import shown_lines  # noqa: E402
from cart.models import Cart, CartLine  # noqa: E402
from checkout.models import Checkout  # noqa: E402
from checkout.quote import quote  # noqa: E402
from shop.sessions import SessionStore  # noqa: E402

HOME = {
    "name": "Ann Lee",
    "street_address": "1 High Street",
    "city": "London",
    "postal_code": "SW1A 1AA",
    "country_code": "GB",
}


def filled(variant: int, number: int) -> dict[str, str]:
    cart = Cart.objects.create()
    CartLine.objects.create(cart=cart, variant_id=variant, quantity=1, seen_currency="USD")
    draft = Checkout(cart=cart, email=f"buyer-{number}@example.com", delivery_address=HOME)
    lines = shown_lines(CartLine.objects.filter(cart=cart))
    draft.shipping_code = quote(draft, lines, None).ways[0].code
    draft.save()
    session = SessionStore()
    session["cart"] = cart.pk
    session.save()
    known = quote(draft, lines, None)
    agreed = {"agreed": known.purchase.fingerprint, "total": str(known.totals.total)}
    return {"session": str(session.session_key), "key": str(draft.key), **agreed}


if __name__ == "__main__":
    print(json.dumps([filled(int(sys.argv[1]), number) for number in range(int(sys.argv[2]))]))
