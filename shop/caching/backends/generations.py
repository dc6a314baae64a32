"""Each logical cache has a generation, a part of all its keys: raising it drops that cache alone, in all processes.

The number lives in Redis without a lifetime (so it is never evicted) and, for when Redis is away, in every Memcached
node. It only rises, and it is the time of the bump in ms: so of several copies the highest is right, a server that
comes back empty or old is told the newest by whoever probes it next, and a number once used never comes again.
"""

import json
import time
from typing import Any

from shop.caching.backends.server import CacheAway, servers

KEY = "cache-generations"

_known: dict[str, int] = {}  # by key prefix; a cache never bumped is not in it


def known() -> dict[str, int]:
    return dict(_known)


def generation(prefix: str) -> int:
    return _known.get(prefix, 0)


def written() -> str:
    """All that are known, as servers keep them."""
    return json.dumps(_known, sort_keys=True)


def read(kept: Any) -> dict[str, int]:
    """What a server kept; nothing if it is not what written() wrote, so that it is soon replaced."""
    try:
        return {str(prefix): int(number) for prefix, number in json.loads(kept or "{}").items()}
    except (TypeError, ValueError, AttributeError):
        return {}


def learn(seen: dict[str, int]) -> None:
    for prefix, number in seen.items():
        if number > _known.get(prefix, 0):
            _known[prefix] = number


def bump(prefix: str) -> int:
    """Drops the cache with this prefix; the others see it at their next probe. CacheAway if no server took it."""
    _raise(prefix)
    taken = [server for server in list(servers.values()) if _took(server)]
    if not taken:
        raise CacheAway("No cache server answers: nobody else would learn of it.")
    return _known[prefix]


def drop_missed(prefixes: set[str]) -> None:
    """A server is back that could not be told of some change: what it holds of these caches may be old."""
    while prefixes:
        _raise(prefixes.pop())


def _raise(prefix: str) -> None:
    learn({prefix: max(int(time.time() * 1000), _known.get(prefix, 0) + 1)})


def _took(server) -> bool:
    try:
        server.keep(written())
    except Exception as error:  # whatever a client library raises
        server.fail(error)
        return False
    return True
