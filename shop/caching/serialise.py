"""Values of the shared caches are plain data: whatever lies in a cache, reading it runs nothing.

Text, bytes, and what JSON can say; whole numbers stand as digits, so that the server can count with them. Two bytes
in front: the format's number, and the kind. A tuple comes back as a list, safe text as text; anything else (a date, a
model) is a TypeError when it is stored, not a surprise when it is read.
"""

import json
import zlib
from collections.abc import Callable
from typing import Any

FORMAT = b"\x01"
MOST_BYTES = 1_000_000  # Memcached's own limit is 1 MiB with key and header
COMPRESS_FROM_BYTES = 32_000
MOST_UNPACKED_BYTES = 16_000_000  # a small value can't be made to fill the memory
UNREADABLE = object()


class Unreadable(ValueError):
    """Not ours, cut short, or of another version: a miss."""


class TooBig(ValueError):
    """Over MOST_BYTES even when compressed: not kept."""


def dumps(value: Any) -> bytes:
    """Raises TooBig, and TypeError for what is not plain data."""
    if isinstance(value, int) and not isinstance(value, bool):
        return b"%d" % value
    kind, data = _plain(value)
    if len(data) >= COMPRESS_FROM_BYTES:
        kind, data = kind.upper(), zlib.compress(data, 1)
    if len(data) > MOST_BYTES:
        raise TooBig(f"{len(data):,} bytes compressed; at most {MOST_BYTES:,} are cached.")
    return FORMAT + kind + data


def loads(stored: bytes) -> Any:
    """Raises Unreadable, and nothing else whatever the bytes."""
    try:
        if stored[:1] != FORMAT:
            return int(stored.decode("ascii"))
        kind, data = stored[1:2], stored[2:]
        if kind.isupper():
            data = _unpack(data)
        return READERS[kind.lower()](data)
    except (ValueError, KeyError, RecursionError, zlib.error) as error:
        raise Unreadable(f"{stored[:20]!r}…: {error}") from error


def _plain(value: Any) -> tuple[bytes, bytes]:
    if isinstance(value, str):
        return b"t", value.encode()
    if isinstance(value, bytes):
        return b"b", value
    return b"j", json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _unpack(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    unpacked = unpacker.decompress(data, MOST_UNPACKED_BYTES)
    if not unpacker.eof:
        raise ValueError("cut short, or larger than anything we store")
    return unpacked


READERS: dict[bytes, Callable[[bytes], Any]] = {b"t": bytes.decode, b"b": bytes, b"j": json.loads}


class Plain:
    """The same, as django-redis wants a serialiser."""

    def __init__(self, options):
        pass

    dumps = staticmethod(dumps)
    loads = staticmethod(loads)
