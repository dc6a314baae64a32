"""Pieces of pages, kept in Memcached under keys that say all they depend on, so that nothing ever deletes them.

A key: cache's generation, template's digest, name, language, what the tag passes, the object with its version. An old
one is never asked for again, and Memcached forgets it. `updated_at` rises with `version`, and is in the key because a
version may come twice: after a rolled back transaction, or a restored database.

No lease guards the pieces of a list: one costs half a millisecond, less than waiting for someone else. `leased` is for
those that are dear.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.signals import request_started
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django_statsd.clients import statsd

from shop.caching import memcached
from shop.caching.anew import is_asked
from shop.caching.backends.keys import safe
from shop.caching.jitter import lifetime

LEASE_SECONDS = 10  # a holder that died is waited for no longer than WAIT_SECONDS by each, and replaced after this
WAIT_SECONDS = 1.0
LOOK_EVERY_SECONDS = 0.02
T = TypeVar("T")


@dataclass
class Counts:
    """Of this request: fragments found and made, pieces of data by level. For Server-Timing and the toolbar."""

    hit: int = 0
    missed: int = 0
    names: list[tuple[str, bool]] = field(default_factory=list)  # of each, and whether it was found
    data: Counter[str] = field(default_factory=Counter)  # process, memcached, made

    def __str__(self):
        return f"{self.hit}/{self.hit + self.missed}"

    @property
    def levels(self) -> str:
        """`2 process, 1 made`"""
        return ", ".join(f"{number} {level}" for level, number in self.data.items())


_counts: ContextVar[Counts] = ContextVar("fragment counts")


def counts() -> Counts:
    return _counts.get(None) or begin_counting()


def begin_counting(**kwargs) -> Counts:
    _counts.set(counts := Counts())
    return counts


request_started.connect(begin_counting, dispatch_uid="fragments")


@dataclass(frozen=True)
class Wanted:
    """`name` is the key without its beginning; `make` renders the fragment."""

    name: str
    make: Callable[[], str]


def object_name(thing) -> str:
    """`catalog.product.7.3.1763736000.1`: the object as it is now. Its model has a `version` (and `updated_at`)."""
    changed = getattr(thing, "updated_at", None)
    return f"{thing._meta.label_lower}.{thing.pk}.{thing.version}.{changed.timestamp() if changed else 0}"


def page_variant() -> str:
    """What else every page differs by: the language. Prices are shown in the one currency that the digest knows."""
    return get_language() or ""


def fragments(wanted: Iterable[Wanted], ttl: str) -> list[SafeString]:
    """All of them, in order: one multi-get, those missing made, one multi-set. Memcached away: all are made."""
    wanted = list(wanted)
    try:
        stem = memcached.stem("fragments") if wanted else ""
        keys = [safe(stem + one.name) for one in wanted]
        client = memcached.client()
        found = {} if is_asked() else client.get_multi(keys)
    except memcached.CacheAway:
        _count([(one.name, False) for one in wanted])
        return [mark_safe(one.make()) for one in wanted]
    made = {key: one.make() for key, one in zip(keys, wanted, strict=True) if not isinstance(found.get(key), str)}
    if made:
        _store(made, ttl)
    texts = found | made
    _count([(one.name, key not in made) for key, one in zip(keys, wanted, strict=True)])
    return [mark_safe(texts[key]) for key in keys]


def leased_fragment(wanted: Wanted, ttl: str) -> SafeString:
    """As fragments() for one that is dear to make: one process makes it, the others wait, but not for ever."""
    try:
        key = safe(memcached.stem("fragments") + wanted.name)
        client = memcached.client()
        text = None if is_asked() else found_or_leased(client, key, as_text)
    except memcached.CacheAway:
        _count([(wanted.name, False)])
        return mark_safe(wanted.make())
    _count([(wanted.name, text is not None)])
    if text is None:
        text = wanted.make()
        _store({key: text}, ttl)
    return mark_safe(text)


def as_text(stored: Any) -> str | None:
    return stored if isinstance(stored, str) else None


def found_or_leased(client, key: str, read: Callable[[Any], T | None]) -> T | None:
    """What `read` makes of the stored value, or None when it is ours to make. Raises CacheAway."""
    give_up_at = time.monotonic() + WAIT_SECONDS
    while (found := read(client.get(key))) is None:
        if client.add(lease_key(key), 1, LEASE_SECONDS):
            found = read(client.get(key))  # whose lease it was may just have finished
            if found is not None:
                client.delete(lease_key(key))
            return found
        if time.monotonic() > give_up_at:
            return None
        time.sleep(LOOK_EVERY_SECONDS)
    return found


def lease_key(key: str) -> str:
    return safe(f"{key}:lease")


def _store(made: dict[str, str], ttl: str) -> None:
    with suppress(memcached.CacheAway):
        memcached.writer().set_multi(made, lifetime(ttl))


def _count(names: list[tuple[str, bool]]) -> None:
    hit = sum(found for _name, found in names)
    missed = len(names) - hit
    now = counts()
    now.hit, now.missed = now.hit + hit, now.missed + missed
    now.names += names
    for name, number in (("hit", hit), ("missed", missed)):
        if number:
            statsd.incr(f"fragments.{name}", number)
