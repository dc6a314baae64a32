"""Filled holes. Without a session a hole is the same for all, so each process keeps it; a visitor's own lies in Redis.

It is found by session cookie and pin (which every write of that visitor renews), and is valid, like a page's shell,
while the versions of its tags lie below the position that it was rendered at. Both come in one round trip.
"""

import hashlib
import time
from contextlib import suppress

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import translation

from shop.caching import holes, versions
from shop.caching.redis import CacheAway
from shop.caching.shell import Shell
from shop.caching.variant import PageVariant
from shop.db.pin import COOKIE as PIN
from shop.db.visit import at_least
from shop.sessions import SessionStore

# The visitor's own changes show at once, by the pin, those from elsewhere by their tags.
VISITOR_SECONDS, ANONYMOUS_SECONDS, WITHOUT_REDIS_SECONDS = 600, 3600, 2

_for_everybody: dict[tuple[str, PageVariant], bytes] = {}


def nobody() -> HttpRequest:
    """What all are shown must hold nothing of who happened to be the first: no cookie, address, message or token."""
    request = HttpRequest()
    request.method, request.user, request.session = "GET", AnonymousUser(), SessionStore()  # type: ignore[assignment]
    return request


class Fillings:
    """The holes of one request. A look-up is asked for `keys`, too; what it found is to be put into `found`."""

    found: versions.Found | None = None  # without Redis it stays so

    def __init__(self, request, variant: PageVariant):
        self.request, self.variant = request, variant
        self.has_session = holes.has_session(request)
        self.names = list(holes.registry) if self.has_session else []
        self.keys = [self._key(name) for name in self.names]

    def __getitem__(self, name: str) -> Shell:
        """One hole, as a page without holes. Its `seconds` are 0 where nobody may keep it."""
        if not self.has_session:
            return Shell([self._same_for_all(name)], [], " ".join(holes.registry[name].reads(nobody())))
        if self.found:
            packed = self.found.holes[self.names.index(name)]
            if packed:
                with suppress(ValueError):  # what nobody of ours has stored is a miss
                    return Shell.unpack(packed)
        return self._render(name)

    def _same_for_all(self, name: str) -> bytes:
        if settings.DEBUG or not settings.CACHE_ON:
            return self._bytes(name, nobody())
        key = (name, self.variant)
        if key not in _for_everybody:
            _for_everybody[key] = self._bytes(name, nobody())
        return _for_everybody[key]

    def _bytes(self, name: str, request) -> bytes:
        with translation.override(self.variant.language):
            return holes.registry[name].render(request)

    def _render(self, name: str) -> Shell:
        fence = self.found.fence if self.found else -1
        with at_least(fence + 1) as visit:
            position = visit.hold() if self.found else 0
            shell = Shell(
                [self._bytes(name, self.request)], [], " ".join(holes.registry[name].reads(self.request)), position
            )
        shell.made_at = time.time()
        if self.request.session.is_empty():
            return shell  # a made-up or old one: an object for each would fill the cache
        shell.seconds = VISITOR_SECONDS if self.found else WITHOUT_REDIS_SECONDS
        with suppress(CacheAway):
            if self.found and not versions.store(self.keys[self.names.index(name)], "", shell):
                shell.seconds = 0
        return shell

    def _key(self, name: str) -> str:
        cookies = [self.request.COOKIES.get(cookie, "") for cookie in (settings.SESSION_COOKIE_NAME, PIN)]
        visitor = hashlib.sha256("\0".join(cookies).encode()).hexdigest()
        return versions.key_of("hole", name, str(self.variant), visitor)
