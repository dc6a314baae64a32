"""By what a count knows a visitor. Each takes the request and the e-mail address typed, if any; None: not counted."""

import ipaddress

from django.http import HttpRequest

from shop.rates.device import device_of


def address(request: HttpRequest, email: str = "") -> str:
    """The visitor's own, as our proxies tell it (REMOTE_ADDR; nobody else's X-Forwarded-For comes this far).

    Of IPv6 the first half: the other half is one household's to choose.
    """
    try:
        ip = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is None:
            return str(ipaddress.ip_network((ip, 64), strict=False))
        ip = ip.ipv4_mapped
    return str(ip)


def customer(request: HttpRequest, email: str = "") -> str | None:
    return str(request.user.pk) if request.user.is_authenticated else None


def visitor(request: HttpRequest, email: str = "") -> str:
    """The customer, or where a guest comes from."""
    return customer(request) or address(request)


def typed_email(request: HttpRequest, email: str) -> str | None:
    """An account, whether or not there is one. Devices that it was signed in on count apart (device.py)."""
    email = normalised(email)
    return f"{email} {device_of(request, email)}" if email else None


def address_and_email(request: HttpRequest, email: str) -> str | None:
    account = typed_email(request, email)
    return f"{address(request)} {account}" if account else None


def normalised(email: str) -> str:
    return email.strip().casefold()[:254]


WHO = {
    "address": address,
    "customer": customer,
    "visitor": visitor,
    "email": typed_email,
    "address and email": address_and_email,
}
