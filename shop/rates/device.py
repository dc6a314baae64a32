"""Devices on which a customer has logged in before. Their tries count apart from everybody else's, so that a stranger
who tries passwords on someone's account can't lock that someone out.

A signed cookie, sent to the log-in page alone, names the device and, hashed, the account. It opens nothing.
Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "device"
SALT = "shop.rates.device"
SECONDS = 365 * 24 * 3600


def remember_device(response: HttpResponse, email: str, path: str) -> None:
    """After a log-in. `path`: the only one that the cookie is sent to."""
    value = signing.dumps([secrets.token_urlsafe(9), hashed(email)], salt=SALT)
    response.set_cookie(
        COOKIE, value, SECONDS, path=path, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def device_of(request: HttpRequest, email: str) -> str:
    """Its name where this account has been signed in on it; else empty."""
    try:
        device, account = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return device if account == hashed(email) else ""


def hashed(email: str) -> str:
    return salted_hmac(SALT, email.strip().casefold(), algorithm="sha256").hexdigest()[:32]
