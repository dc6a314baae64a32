"""A piece of data with all that tells whether it may be used (data.py), and those that this process used last."""

from collections import OrderedDict
from contextlib import suppress
from threading import Lock
from typing import Any, NamedTuple

from shop.caching.serialise import Unreadable, dumps, loads

PROCESS_BYTES = 8_000_000
PROCESS_BYTES_EACH = 64_000


class Piece(NamedTuple):
    """Times are in seconds since 1970. `changes_at`: when it will look different by itself."""

    epoch: str
    position: int
    tags: list[str]
    expires_at: float
    changes_at: float | None
    value: Any

    def pack(self) -> bytes:
        return dumps(list(self))

    @classmethod
    def unpack(cls, packed: Any) -> "Piece | None":
        """None for anything that pack() did not make."""
        with suppress(Unreadable, TypeError):
            return cls(*loads(packed))
        return None


class Process:
    """The pieces used last, packed: whoever changes what they were given changes nobody else's."""

    def __init__(self):
        self._packed: OrderedDict[str, bytes] = OrderedDict()
        self._bytes, self._lock = 0, Lock()

    def get(self, key: str) -> bytes | None:
        with self._lock:
            if key in self._packed:
                self._packed.move_to_end(key)
            return self._packed.get(key)

    def set(self, key: str, packed: bytes) -> None:
        if len(packed) > PROCESS_BYTES_EACH:
            return
        with self._lock:
            self._bytes += len(packed) - len(self._packed.pop(key, b""))
            self._packed[key] = packed
            while self._bytes > PROCESS_BYTES:
                self._bytes -= len(self._packed.popitem(last=False)[1])


process = Process()
