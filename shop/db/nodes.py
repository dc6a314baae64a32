"""All servers: which one is the primary now, and which replica takes the next visit. One set a process."""

import itertools
import os
import random
import socket
import threading
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from shop.db.node import Node
from shop.db.probe import Probe

FIRST_ANSWERS_SECONDS = 1.0  # a new process waits this long, once, for the first word of its nodes
LIBPQ_NAMES = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


class Nodes:
    """`is_on` is False where no replicas are configured: everything is the primary's then, and nobody is probed."""

    def __init__(self, primary: dict[str, Any], replicas: list[dict[str, Any]]):
        self.candidates = [Node(name, parameters) for name, parameters in named("primary", split_hosts(primary))]
        self.replica_settings = replicas
        self.replicas: list[Node] = []
        self.is_on = bool(replicas)
        self._primary: Node | None = None
        self._turn = itertools.count(random.randrange(1000))  # noqa: S311  processes should not march in step
        self._probe = Probe(self)
        self._resolving = threading.Lock()
        if self.is_on:
            self.resolve()

    # --- choosing ---

    @property
    def primary(self) -> Node | None:
        """The candidate that takes writes; None while none does."""
        known = self._primary
        if known is None or not known.is_writable:
            known = next((node for node in self.candidates if node.is_writable), None)
            self._primary = known
        return known

    def choose(self, position: int = 0, avoid=frozenset()) -> Node | None:
        """The next replica, in turn, of those in rotation that have replayed `position`."""
        self.listen()
        fit = [node for node in self.replicas if self.is_fit(node, position) and node not in avoid]
        return fit[next(self._turn) % len(fit)] if fit else None

    def is_fit(self, node: Node, position: int = 0) -> bool:
        """A node that was promoted is a primary under another name, and no place for reads."""
        return node.is_replica and node.position >= position and node.lag_seconds <= settings.REPLICA_LAG_SECONDS

    def any_replica(self, avoid=frozenset()) -> bool:
        return any(self.is_fit(node) and node not in avoid for node in self.replicas)

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
        return self._probe.wait_until(lambda: any(self.is_fit(node, position) for node in self.replicas), seconds)

    def resolve(self) -> None:
        """Asks DNS for the replicas' addresses: new ones join once they pass the probe, others leave."""
        with self._resolving:
            known = {node.name: node for node in self.replicas}
            found = []
            for name, parameters in named("replica", self.replica_settings):
                addresses = addresses_of(parameters["host"])
                for address in addresses:
                    label = name if len(addresses) == 1 else f"{name}-{address}"
                    node = known.get(label)
                    if node is None or node.parameters.get("hostaddr") != address:
                        node = Node(label, parameters | ({"hostaddr": address} if address else {}))
                    found.append(node)
                if not addresses:  # DNS is away: what was known goes on
                    found += [node for label, node in known.items() if label == name or label.startswith(f"{name}-")]
            gone = [node for node in self.replicas if node not in found]
            self.replicas = found
        for node in gone:
            node.breaker.trip("its address has changed")  # reads at work there may end; the next go elsewhere


def split_hosts(database: dict[str, Any]) -> list[dict[str, Any]]:
    """libpq's parameters for each host of Django's settings of one database (`h1,h2`, ports `1,2`)."""
    hosts = str(database["HOST"]).split(",")
    ports = str(database["PORT"]).split(",")
    ports = ports * len(hosts) if len(ports) == 1 else ports
    shared = {libpq: database[name] for name, libpq in LIBPQ_NAMES.items() if database.get(name)}
    return [shared | {"host": host, "port": port or "5432"} for host, port in zip(hosts, ports, strict=True)]


def named(role: str, settings_of: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """`primary` if it is the only one, else `primary1`, `primary2` …; replicas are always numbered."""
    if role == "primary" and len(settings_of) == 1:
        return [(role, settings_of[0])]
    return [(f"{role}{number}", one) for number, one in enumerate(settings_of, 1)]


def addresses_of(host: str) -> list[str]:
    """The IP addresses of a host name, in order; [""] for a Unix socket's directory; empty when DNS doesn't answer."""
    if host.startswith("/"):
        return [""]
    try:
        return sorted({str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)})
    except OSError:
        return []


_nodes: Nodes | None = None
_lock = threading.Lock()


def nodes() -> Nodes:
    """This process' nodes, from DATABASES."""
    global _nodes  # noqa: PLW0603
    if _nodes is None:
        with _lock:
            if _nodes is None:
                replicas = connections.settings.get("replica", {}).get("NODES", [])
                _nodes = Nodes(connections.settings[DEFAULT_DB_ALIAS], [split_hosts(one)[0] for one in replicas])
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
