"""The position of a visitor's own last write travels with the visitor, in a signed cookie: no cache server is asked.

Only the position ends a pin: nodes that have replayed it serve the visitor like any other. The cookie's age is no
judge of that; it outlives every lag that keeps a node in rotation (REPLICA_LAG_SECONDS), so dropping it is safe.
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import DatabaseError, InterfaceError

from shop.db.visit import current_position

COOKIE = "pin"
COOKIE_SECONDS = 3600
UNKNOWN = 2**63  # past everything: only a primary will do
_signer = Signer(salt="shop.db.pin")


def pinned_position(request) -> int:
    """The position that the visitor's reads must have seen; 0 without a (genuine) pin. Forged ones count as none:
    a made-up position would send all of a visitor's reads to the primary."""
    cookie = request.COOKIES.get(COOKIE)
    if not cookie or not settings.PIN:
        return 0
    try:
        return int(_signer.unsign(cookie), 16)
    except (BadSignature, ValueError):
        return 0


def set_pin(response) -> None:
    """After a write: asks the primary where its log ends now, which is at or past the visitor's commit."""
    try:
        reached, seconds = current_position(), COOKIE_SECONDS
    except (
        DatabaseError,
        InterfaceError,
    ):  # written, but how far? Nothing older may be shown
        reached, seconds = UNKNOWN, 2 * settings.REPLICA_LAG_SECONDS
    response.set_cookie(
        COOKIE,
        _signer.sign(f"{reached:x}"),
        max_age=seconds,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
