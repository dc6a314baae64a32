"""What one visitor sees of themselves (who they are, what lies in their cart), kept in Redis beside the sessions.

It is a piece of data like others (data.py), in one level since nobody else asks for it: its tag's version comes in the
same round trip. Besides, it must have been read *past* the visitor's own last write (their pin): past, not at, as a
commit's record is in the log a moment before its rows can be seen. So their own change shows at once, and changes from
elsewhere (an editor, another device, psql) when the relay has told. A visit that may write asks the database.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from django_statsd.clients import statsd

from shop.caching import versions
from shop.caching.anew import is_alone
from shop.caching.data import Piece
from shop.caching.redis import CacheAway, client, stem
from shop.db.visit import at_least, current_visit

T = TypeVar("T")
SECONDS = 60  # without a relay, or where nobody purges: two queries a minute are no burden


def own(tag: str, name: str, make: Callable[[], T]) -> T:
    """What `make` returns: plain data about whom `tag` says (`u9`, `k4`). None is not kept."""
    visit = current_visit()
    if visit is None or visit.reads_primary_because() or is_alone():
        return make()
    try:
        key = f"{stem('sessions')}{name}:{tag}"
        epoch, fence, version, piece = read(key, tag)
    except CacheAway:
        return make()
    if piece and piece.epoch == epoch and piece.position > max(version, visit.position):
        statsd.incr("own.hit")
        return piece.value
    statsd.incr("own.missed")
    with at_least(fence + 1):
        position, value = visit.hold(), make()
    if epoch and value is not None:
        with suppress(CacheAway):
            client().set(key, Piece(epoch, position, [tag], time.time() + SECONDS, None, value).pack(), ex=SECONDS)
    return value


def read(key: str, tag: str) -> tuple[str, int, int, Piece | None]:
    """Epoch, fence, the tag's version, and what is kept. Raises CacheAway."""
    start = versions.prefix()
    redis: Any = client()
    epoch, fence, version, packed = redis.mget(f"{start}epoch", f"{start}fence", f"{start}v:{tag}", key)
    return (epoch or b"").decode(), int(fence or 0), int(version or 0), Piece.unpack(packed) if packed else None
