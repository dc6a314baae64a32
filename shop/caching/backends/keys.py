"""What keys look like: `pages:1.0:…`, the cache's prefix, its VERSION (raised by us) and generation (by operators)."""

import hashlib
import re

from django.conf import settings

from shop.caching.backends import generations, watch

SAFE = re.compile(r"[!-~]{1,240}")  # Memcached: 250 bytes, no blanks, no control characters


def stem(alias: str) -> str:
    """How all keys of that logical cache begin now. Ask each time: bump_cache changes it under running processes."""
    return _stem(settings.CACHES[alias]["KEY_PREFIX"], settings.CACHES[alias]["VERSION"])


def key(name: object, prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION."""
    return safe(_stem(prefix, version) + str(name))


def safe(name: str) -> str:
    """The key itself, or a hash of one that a server would refuse, cut, or take for the end of a command."""
    if SAFE.fullmatch(name):
        return name
    return "hashed:" + hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()


def _stem(prefix: str, version: int) -> str:
    watch.start()
    return f"{prefix}:{version}.{generations.generation(prefix)}:"
