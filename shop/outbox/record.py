"""Who heard of which change, and when: for the staff's pages. Redis keeps the newest KEPT words of all.

Whoever confirms a row has heard everything up to the position that the relay took it at. So no word is needed for each
tag: a change was heard by each with their first word at or past its position. A mass edit costs as much as one row.
"""

import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple

from shop.caching import versions
from shop.caching.redis import CacheAway, client

KEPT, KEPT_SECONDS = 5000, 7 * 24 * 3600
RELAY = "relay"


class Record:
    """The relay's pen. Its words go out together, and are lost while Redis is away: nothing depends on them."""

    def __init__(self):
        self._heard: dict[str, int] = {}

    def heard(self, who: str, position: int) -> None:
        """Just now, of all changes up to there."""
        self._heard[f"{who} {position} {time.time():.3f}"] = position

    def write(self) -> None:
        """One round trip, none without news."""
        if not self._heard:
            return
        news, self._heard = self._heard, {}
        with suppress(CacheAway):
            pipeline = client().pipeline(transaction=False)
            pipeline.zadd(key(), news)
            pipeline.zremrangebyrank(key(), 0, -KEPT - 1)
            pipeline.expire(key(), KEPT_SECONDS)
            pipeline.execute()


class Word(NamedTuple):
    who: str
    position: int
    at: datetime


def words() -> list[Word]:
    """All, by position. Raises CacheAway."""
    found: Any = client().zrange(key(), 0, -1)
    parts = [word.decode().split() for word in found]
    return [Word(who, int(position), datetime.fromtimestamp(float(at), UTC)) for who, position, at in parts]


def heard_of(position: int, said: list[Word]) -> dict[str, datetime]:
    """Who → when they first knew of a change at `position`; empty when that is further back than the record goes."""
    if not any(word.who == RELAY and word.position == position for word in said):
        return {}
    later = [word for word in said if word.position >= position]
    return {word.who: word.at for word in reversed(later)}


def key() -> str:
    return versions.prefix() + "heard"
