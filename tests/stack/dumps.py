"""Everything that lies in the shared caches: to be read, or forgotten."""

import re
import socket
from collections.abc import Iterator
from urllib.parse import unquote

import pylibmc
import redis
import requests

from shop.caching.serialise import Unreadable, loads

# Sessions, rates, filled holes: each is one visitor's, and found by their secret alone.
OWN_KEY = re.compile(rb"sessions:|ratelimit:|pages:[^:]*:s:[^:]*:hole:")


def in_redis(stack) -> Iterator[tuple[str, bytes]]:
    """Where, and what: everything in all databases but what is one visitor's own."""
    for number in (0, 1):
        store = redis.Redis(port=stack.port["redis"], db=number)
        for key in store.scan_iter(count=1000):
            if not OWN_KEY.match(key):
                value = store.get(key) if store.type(key) == b"string" else store.dump(key)
                yield f"redis {key!r}", key + b"\n" + readable(value or b"")


def in_memcached(stack) -> Iterator[tuple[str, bytes]]:
    for number in (1, 2):
        port = stack.port[f"memcached{number}"]
        node = Undecoded([f"127.0.0.1:{port}"], binary=False)
        for key in memcached_keys(port):
            yield f"memcached {key!r}", key.encode() + b"\n" + readable(node.get(key) or b"")


def forget_pages(stack) -> None:
    """Drops the shells from Redis and the pages from Varnish."""
    store = redis.Redis(port=stack.port["redis"])
    for key in store.scan_iter("pages:*:s:*", count=1000):
        store.delete(key)
    everything = {"xkey-purge": "menu lists anonymous"}
    assert requests.request("PURGE", stack.url_of("varnish"), headers=everything, timeout=20).status_code == 200


class Undecoded(pylibmc.Client):
    def deserialize(self, stored, flags):
        return stored


def memcached_keys(port: int) -> list[str]:
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.sendall(b"lru_crawler metadump all\r\n")
        said = b""
        while not said.endswith(b"END\r\n"):
            said += connection.recv(65536)
    return [unquote(key) for key in re.findall(r"key=(\S+)", said.decode())]


def readable(stored: bytes) -> bytes:
    """What the shop has packed, unpacked."""
    try:
        value = loads(stored)
    except Unreadable:
        return stored
    return value if isinstance(value, bytes) else str(value).encode()
