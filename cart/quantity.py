"""Numbers as visitors send them."""

from django.utils.translation import gettext as _

from cart.models import MAX_QUANTITY
from cart.refused import Refused

MAX_DIGITS = 18  # what a bigint surely holds


def parse_quantity(text: str, minimum: int = 1) -> int:
    """A whole number between `minimum` and 99; anything else (-1, 1.5, 1e9, NaN, nothing) is Refused."""
    number = parse_whole(text)
    if number is None or number < minimum:
        raise Refused(_("The quantity must be a whole number of %(minimum)s or more.") % {"minimum": minimum}, 400)
    if number > MAX_QUANTITY:
        raise Refused(_("At most %(most)s of one variant fit into a cart.") % {"most": MAX_QUANTITY}, 400)
    return number


def parse_id(text: str, message: str) -> int:
    """An id; what can't be one belongs to nothing, and is Refused with `message` like an unknown one."""
    number = parse_whole(text)
    if number is None or len(text) > MAX_DIGITS:
        raise Refused(message, 404)
    return number


def parse_whole(text: str) -> int | None:
    """Plain ASCII digits as a number; None for all else. Never more digits than could matter: int() of many is slow."""
    text = text.strip()
    return int(text[:20]) if text.isascii() and text.isdigit() else None
