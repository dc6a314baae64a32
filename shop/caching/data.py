"""Data that many pages need (the menu, what a category lists), in three levels: this process, Memcached, the database.

A piece of data is what a shell is: made past the fence by whoever holds the lease, of rows read at a known position,
with the tags that `make` has collected. It may be used, wherever it lay, only while each tag's version in Redis lies
below its position. So no level is stale on its own, an old value that comes back is refused, nothing is ever deleted,
and what was made of rows read before a change is refused from birth. Without Redis, and where a visit's own writes
must be seen, no level is used: pages then cost what `make` costs.

A page notes at which position it read such a tag (`menu@4711`): by its own, later one it would pass for new when the
relay tells of a change that lies between the two.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TypeVar

from django_statsd.clients import statsd

from shop.caching import memcached, versions
from shop.caching.anew import is_alone, is_asked
from shop.caching.backends.keys import safe
from shop.caching.digest import code_digest
from shop.caching.fragments import counts, found_or_leased, lease_key
from shop.caching.jitter import lifetime
from shop.caching.piece import Piece, process
from shop.caching.serialise import TooBig
from shop.caching.tags import collect, collecting
from shop.db.visit import Visit, at_least, current_visit

T = TypeVar("T")
KNOWN_SECONDS = 0.5  # a page reads each version once; a task that reads for minutes reads it again


class Versions:
    """What this visit knows of them."""

    def __init__(self, visit: Visit):
        self.visit = visit
        self.epoch, self.fence, self.of, self.read_at = "", 0, {}, 0.0

    def read(self, tags: Iterable[str] = ()) -> None:
        """One round trip; none for what was read a moment ago. Raises CacheAway."""
        is_old = time.monotonic() - self.read_at > KNOWN_SECONDS
        missing = [tag for tag in tags if is_old or tag not in self.of]
        if missing or is_old:
            self.epoch, self.fence, found = versions.read(missing)
            if is_old:
                self.of, self.read_at = {}, time.monotonic()
            self.of.update(zip(missing, found, strict=True))

    def allow(self, piece: Piece | None) -> bool:
        if piece is None or piece.expires_at <= time.time():
            return False
        self.read(piece.tags)
        return piece.epoch == self.epoch != "" and all(self.of[tag] < piece.position for tag in piece.tags)


_known: ContextVar[Versions | None] = ContextVar("versions", default=None)


def known(visit: Visit) -> Versions:
    found = _known.get()
    if found is None or found.visit is not visit:
        _known.set(found := Versions(visit))
    return found


def cached(name: str, make: Callable[[], T], ttl: str) -> T:
    """What `make` returns: plain data (serialise.py), the same for all; tuples come back as lists. None is not kept.

    `make` collects the tags of all that it reads. `name` tells everything else that the value depends on.
    """
    visit = current_visit()
    if visit is None or visit.reads_primary_because() or is_alone():
        return make()
    try:
        key = safe(f"{memcached.stem('default')}{code_digest()}:{name}")
        piece = kept(key, known(visit)) or build(key, known(visit), make, ttl)
    except memcached.CacheAway:
        return make()
    changes_at = None if piece.changes_at is None else datetime.fromtimestamp(piece.changes_at, UTC)
    collect(*piece.tags, position=piece.position, until=changes_at)
    return piece.value


def kept(key: str, seen: Versions) -> Piece | None:
    """None when it is ours to make: no level has it, or Memcached is away. Raises CacheAway for Redis."""
    if is_asked():
        return None
    piece = Piece.unpack(process.get(key))
    if seen.allow(piece):
        count("process")
        return piece

    def read(packed: Any) -> Piece | None:
        piece = Piece.unpack(packed)
        return piece if seen.allow(piece) else None

    with suppress(memcached.CacheAway):
        piece = found_or_leased(memcached.client(), key, read)
        if piece is not None:
            count("memcached")
            process.set(key, piece.pack())
        return piece
    return None


def build(key: str, seen: Versions, make: Callable[[], T], ttl: str) -> Piece:
    """Makes it, and keeps it on all levels. Raises CacheAway for Redis."""
    try:
        seen.read()
        with at_least(seen.fence + 1) as visit, collecting() as collected:
            position, value = visit.hold(), make()
        position = min([position, *collected.positions.values()])  # it may be made of other pieces
        changes_at = collected.until.timestamp() if collected.until else None
        expires_at = min(time.time() + lifetime(ttl), changes_at or float("inf"))
        count("made")
        return keep(key, Piece(seen.epoch, position, list(collected.tags), expires_at, changes_at, value))
    finally:
        with suppress(memcached.CacheAway):
            memcached.client().delete(lease_key(key))


def count(level: str) -> None:
    statsd.incr(f"data.{level}")
    counts().data[level] += 1


def keep(key: str, piece: Piece) -> Piece:
    """The piece as all who come later get it, too."""
    if piece.value is None or not piece.epoch:
        return piece
    try:
        packed = piece.pack()
    except TooBig:
        return piece
    process.set(key, packed)
    with suppress(memcached.CacheAway):
        memcached.client().set(key, packed, max(int(piece.expires_at - time.time()), 1))
    return Piece.unpack(packed) or piece
