"""One PostgreSQL server, as this process sees it."""

import logging
import os
import socket
import threading
import weakref
from typing import Any

from django.conf import settings

from shop.db.breaker import Breaker

logger = logging.getLogger(__name__)


class Node:
    """`parameters` are libpq's: host, hostaddr, port, user, password, dbname. `number`: its place in REPLICA_URLS.

    The probe fills in the rest. `position` only ever lags the truth, so a comparison with it is safe.
    """

    def __init__(self, name: str, parameters: dict[str, Any], number: int = 0):
        self.name = name
        self.number = number
        self.parameters = parameters
        self.breaker = Breaker(name)
        self.in_recovery: bool | None = None  # True: a replica. None: never heard from
        self.timeline = 0  # of a node that takes writes: one more with each promotion
        self.position = 0  # replayed on a replica, written on a primary
        self.beat: float | None = None  # the newest heartbeat that it has; seconds of the primary's clock
        self.lag_seconds = 0.0  # how much older that is than the newest known when it was asked
        self._is_said_late = False
        self.generation = 0  # raised when its connections are hung up
        self._sockets: weakref.WeakKeyDictionary = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()

    def __repr__(self):
        return f"<Node {self.name} {self.breaker.state}>"

    def learn(self, in_recovery: bool, timeline: int, position: int, beat: float | None, lag_seconds: float) -> None:
        """What the node has said of itself. A log line when that changes what it is good for."""
        if in_recovery != self.in_recovery and self.in_recovery is not None:
            logger.warning("database node %s: is now %s", self.name, "a replica" if in_recovery else "taking writes")
        self.in_recovery, self.timeline, self.position, self.beat = in_recovery, timeline, position, beat
        self.lag_seconds = lag_seconds
        if self.is_late != self._is_said_late and self.breaker.is_closed:  # the first word after a pause is old news
            self._is_said_late = self.is_late
            logger.warning("database node %s: %s", self.name, "lags too much" if self.is_late else "has caught up")
        self.breaker.pass_probe()

    @property
    def is_late(self) -> bool:
        """A replica beyond the quota; one that was never heard from is not late but unknown."""
        return self.in_recovery is True and self.lag_seconds > settings.REPLICA_LAG_SECONDS

    @property
    def is_fit(self) -> bool:
        """Whether reads that may lag may go there. A node that was promoted is the primary, and no place for them."""
        return self.is_replica and not self.is_late

    @property
    def is_replica(self) -> bool:
        return self.breaker.is_closed and self.in_recovery is True

    @property
    def is_writable(self) -> bool:
        return self.breaker.is_closed and self.in_recovery is False

    def watch(self, connection) -> None:
        """Keeps a handle on the connection's socket, by which another thread can end a wait.

        A duplicate: it stays this socket's even when the number is used again for another.
        """
        handle = socket.socket(fileno=os.dup(connection.fileno()))
        with self._lock:
            self._sockets[connection] = handle

    def forget(self, connection) -> None:
        with self._lock:
            handle = self._sockets.pop(connection, None)
        if handle is not None:
            handle.close()

    def hang_up(self) -> None:
        """Ends every connection to this node: who waits on one gets "server closed the connection" at once.

        libpq itself has no limit on the wait for an answer: a frozen server acknowledges at TCP level for ever.
        """
        self.generation += 1
        with self._lock:
            handles = list(self._sockets.values())
        for handle in handles:
            try:
                handle.shutdown(socket.SHUT_RDWR)
            except OSError:  # already gone
                continue
