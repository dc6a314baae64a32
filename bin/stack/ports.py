"""The one table of ports: each is SHOP_PORT plus an offset, so a second checkout needs one change."""

import socket
from pathlib import Path

OFFSETS = {
    "lb": 0,  # the shop: load balancer
    "tls": 443,  # the same over TLS
    "varnish": 1,
    "varnish_admin": 2,
    "app1": 10,
    "app2": 11,
    "mail": 25,  # the sink that takes what the shop sends
    "primary": 32,
    "replica1": 33,
    "replica2": 34,
    "pgbouncer": 35,
    "flower": 55,  # only while bin/flower runs
    "redis": 79,
    "memcached1": 111,
    "memcached2": 112,
    "statsd": 125,
}
UDP = ("statsd",)
BLOCK = 500  # the next free base is this much further: a block reaches up to +443
LAST_BASE = 32000  # above lie the ports that the kernel hands out to clients


def table(base: int) -> dict[str, int]:
    """Name → port for the base port `base`."""
    return {name: base + offset for name, offset in OFFSETS.items()}


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port in TIME_WAIT is free for a server
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def busy(base: int, names) -> list[tuple[str, int]]:
    """The (name, port) pairs among `names` that somebody else is using."""
    ports = table(base)
    return [(name, ports[name]) for name in names if name not in UDP and not is_free(ports[name])]


def claim_block(first: int = 9000) -> tuple[int, socket.socket]:
    """A base port whose whole block is free, and the claim that keeps other test runs on this machine off it.

    The claim is an abstract Unix socket: it goes away with its process, however that ends. Keep it open.
    """
    for base in range(first, LAST_BASE, BLOCK):
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0matryoshka-ports-{base}")
        except OSError:
            claim.close()
            continue
        if not busy(base, OFFSETS):
            return base, claim
        claim.close()
    raise SystemExit(f"No block of {BLOCK} free ports from {first} to {LAST_BASE}: stop something that listens there.")


def holder(port: int) -> str:
    """Who listens on `port`: "nginx (pid 123)", or "another user's process" when /proc doesn't tell us."""
    inodes = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        local, state, inode = (line.split()[i] for i in (1, 3, 9))
        if state == "0A" and int(local.split(":")[1], 16) == port:
            inodes.add(f"socket:[{inode}]")
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(link.readlink()) in inodes:
                pid = link.parts[2]
                return f"{Path('/proc', pid, 'comm').read_text().strip()} (pid {pid})"
        except OSError:
            continue
    return "another user's process"
