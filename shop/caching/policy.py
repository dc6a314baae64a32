"""What may be cached, declared where the view is defined. A system check fails for a URL whose view declares nothing.

`@private`            one visitor's, or whoever may: no cache keeps it
`@public(seconds=60)` the same bytes for everybody, whoever asks, and nothing in the database can change them sooner
`Shared("LONG")`      the policy of a two-pass view (shop/caching/pages.py): kept until what it shows changes

An answer without any of them is `private, no-store`.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.cache import has_vary_header

from shop.caching.downstream import FOR_A_CDN, FOR_VARNISH


@dataclass(frozen=True)
class Private:
    """Never stored by any cache."""


@dataclass(frozen=True)
class Public:
    """Seconds that shared caches (Varnish, a CDN) and the browser may keep an answer."""

    seconds: int
    browser_seconds: int = 0


@dataclass(frozen=True)
class Shared:
    """A two-pass view's: until what the page shows changes, and no longer than `ttl` (a name in settings.CACHE_TTL)."""

    ttl: str


PRIVATE = Private()
STORABLE_STATUS = {200, 301}


def declare(policy):
    def decorate(view):
        view.cache_policy = policy
        return view

    return decorate


private = declare(PRIVATE)


def public(seconds: int, *, browser_seconds: int = 0):
    return declare(Public(seconds, browser_seconds))


def policy_of(view):
    """What a URL's callback has declared: a function, or the class behind `as_view()`. None if nothing."""
    declared = getattr(view, "cache_policy", None)
    return declared or getattr(getattr(view, "view_class", None), "policy", None)


def apply_policy(request, response) -> None:
    """Writes Cache-Control where the view did not; an answer that sets a cookie is never anybody else's."""
    match = request.resolver_match
    policy: Any = policy_of(match.func) if match else None
    if response.cookies or has_vary_header(response, "Cookie"):
        for header in FOR_A_CDN:
            response.headers.pop(header, None)
    if response.cookies:
        for header in FOR_VARNISH:
            response.headers.pop(header, None)
        response["Cache-Control"] = "private, no-store"
    elif not response.has_header("Cache-Control"):
        shareable = isinstance(policy, Public) and request.method in {"GET", "HEAD"}
        if shareable and response.status_code in STORABLE_STATUS:
            response["Cache-Control"] = f"public, max-age={policy.browser_seconds}, s-maxage={policy.seconds}"
        else:
            response["Cache-Control"] = "private, no-store"
