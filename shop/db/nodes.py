"""All servers: which one is the primary now, and which replica takes the next visit. One set a process."""

import itertools
import os
import random
import socket
import threading
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from shop.db.node import Node
from shop.db.probe import Probe

FIRST_ANSWERS_SECONDS = 1.0  # the first visits of a process wait so long for the first word of its nodes
LIBPQ_NAMES = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


class Nodes:
    """`hosts` are where the primary may be, `replicas` where reads may go; a server in both is one node.

    `is_on` is False where no replicas are configured: everything is the primary's then, and nobody is probed.
    """

    def __init__(self, hosts: list[dict[str, Any]], replicas: list[dict[str, Any]]):
        self.is_on = bool(replicas)
        self.candidates: list[Node] = []  # any of them may be the primary
        self.replicas: list[Node] = []
        self._hosts = hosts
        self._replica_settings = replicas
        elsewhere = [one for one in hosts if place(one) not in map(place, replicas)]
        numbers = [""] if len(elsewhere) == 1 else range(1, len(elsewhere) + 1)
        self._only_primaries = {
            place(one): Node(f"primary{number}", one) for one, number in zip(elsewhere, numbers, strict=True)
        }
        self._turn = itertools.count(random.randrange(1000))  # noqa: S311  processes should not march in step
        self._probe = Probe(self)
        self._resolving = threading.Lock()
        if self.is_on:
            self.resolve()

    # --- choosing ---

    @property
    def primary(self) -> Node | None:
        """The candidate that takes writes; None while none does.

        Of two it is the one promoted last: the other is an old primary that has come back without being told.
        """
        writable = [node for node in self.candidates if node.is_writable]
        return max(writable, key=attrgetter("timeline")) if writable else None

    def choose(self, position: int = 0, avoid=frozenset()) -> Node | None:
        """The next replica, in turn, of those in rotation that have replayed `position`."""
        self.listen()
        fit = [node for node in self.replicas if node.is_fit and node.position >= position and node not in avoid]
        return fit[next(self._turn) % len(fit)] if fit else None

    def last_resort(self, position: int, avoid) -> Node | None:
        """A replica out of rotation that was fit when last heard from: its sessions may have ended, and it be there."""
        known = [node for node in self.replicas if node.in_recovery and not node.is_late and node.position >= position]
        left = [node for node in known if node not in avoid]
        return left[next(self._turn) % len(left)] if left else None

    def any_replica(self, avoid=frozenset()) -> bool:
        return any(node.is_fit and node not in avoid for node in self.replicas)

    def newest_beat(self) -> float:
        """The primary's; while no primary answers there is nothing to lag behind but what another replica has."""
        primary = self.primary
        if primary is not None and primary.beat is not None:
            return primary.beat
        return max((node.beat for node in self.replicas if node.is_replica and node.beat is not None), default=0.0)

    # --- the probe ---

    def listen(self) -> None:
        """Tells the probe that visits come. The first ones of a process wait for its first answers."""
        if not self.are_known:
            self._probe.start()
            self._probe.first_round.wait(FIRST_ANSWERS_SECONDS)
        self._probe.stir()

    @property
    def are_known(self) -> bool:
        """Whether each node has answered, or failed to, since the process began."""
        return self._probe.first_round.is_set()

    def hurry(self) -> None:
        """Something is wrong, or awaited: asks all nodes now."""
        self._probe.stir(now=True)

    def wait_for(self, position: int, seconds: float) -> bool:
        """Waits until some replica in rotation is known to have replayed `position`."""
        self.listen()
        return self._probe.wait_until(
            lambda: any(node.is_fit and node.position >= position for node in self.replicas), seconds
        )

    def can_spare(self, node: Node) -> bool:
        """Whether another does the work of this one, so that it can be left alone for a while after it has failed."""
        if node.in_recovery is False:
            return self.primary is not None
        return any(other.breaker.is_closed for other in (*self.candidates, *self.replicas))

    def wait_for_anybody(self, seconds: float) -> bool:
        """Waits until some node can be read: all are asked at once, whatever their breakers say."""
        return self._probe.wait_until(lambda: self.primary is not None or self.any_replica(), seconds)

    # --- names and addresses ---

    def doubt_names(self) -> None:
        """A node has failed: its name may lead elsewhere by now."""
        self._probe.names_doubted.set()

    def resolve(self) -> None:
        """Asks DNS for the replicas' addresses: new ones join once they pass the probe, others leave."""
        with self._resolving:
            found = [self._at(number, one) for number, one in enumerate(self._replica_settings, 1)]
            shared = {place(one): nodes for one, nodes in zip(self._replica_settings, found, strict=True)}
            before, self.replicas = self.replicas, list(itertools.chain.from_iterable(found))
            self.candidates = list(
                itertools.chain.from_iterable(
                    shared.get(place(one)) or [self._only_primaries[place(one)]] for one in self._hosts
                )
            )
        for node in set(before).difference(self.replicas):
            node.breaker.trip("its address has changed")  # reads at work there may end; the next go elsewhere

    def _at(self, number: int, replica: dict[str, Any]) -> list[Node]:
        """A node for each address of the replica's host name: the one that was there before, or a new one."""
        known = [node for node in self.replicas if node.number == number]
        addresses = addresses_of(replica["host"])
        if not addresses:  # DNS is away: what was known goes on
            return known or [Node(f"replica{number}", replica, number)]
        by_address = {node.parameters.get("hostaddr"): node for node in known}
        names = [f"replica{number}" if len(addresses) == 1 else f"replica{number}-{address}" for address in addresses]
        return [
            by_address.get(address) or Node(name, replica | ({"hostaddr": address} if address else {}), number)
            for name, address in zip(names, addresses, strict=True)
        ]


def split_hosts(database: dict[str, Any]) -> list[dict[str, Any]]:
    """libpq's parameters for each host of Django's settings of one database (`h1,h2`, ports `1,2`)."""
    hosts = str(database["HOST"]).split(",")
    ports = str(database["PORT"]).split(",")
    ports = ports * len(hosts) if len(ports) == 1 else ports
    shared = {libpq: database[name] for name, libpq in LIBPQ_NAMES.items() if database.get(name)}
    return [shared | {"host": host, "port": port or "5432"} for host, port in zip(hosts, ports, strict=True)]


def place(parameters: dict[str, Any]) -> tuple[str, str]:
    return parameters["host"], str(parameters["port"])


def addresses_of(host: str) -> list[str | None]:
    """The IP addresses of a host name, in order; [None] for a Unix socket's directory; empty while DNS is away."""
    if host.startswith("/"):
        return [None]
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return []
    addresses: set[str | None] = {str(one[4][0]) for one in found}
    return sorted(addresses, key=str)


_nodes: Nodes | None = None
_lock = threading.Lock()


def nodes() -> Nodes:
    """This process' nodes, from DATABASES."""
    global _nodes  # noqa: PLW0603
    if _nodes is None:
        with _lock:
            if _nodes is None:
                replicas = connections.settings.get("replica", {}).get("NODES", [])
                hosts = split_hosts(connections.settings[DEFAULT_DB_ALIAS]) if replicas else []
                _nodes = Nodes(hosts, [split_hosts(one)[0] for one in replicas])
    return _nodes


def forget_after_fork() -> None:
    """Threads don't survive a fork, and a socket in two processes would mix their answers: the child begins anew.

    The raw connections are dropped, not closed: closing would say goodbye in the parent's name.
    """
    global _nodes, _lock
    _nodes, _lock = None, threading.Lock()
    for connection in connections.all(initialized_only=True):
        if hasattr(connection, "forget_after_fork"):
            connection.forget_after_fork()


os.register_at_fork(after_in_child=forget_after_fork)
