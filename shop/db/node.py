"""One PostgreSQL server, as this process sees it."""

import os
import socket
import threading
import weakref
from typing import Any

from shop.db.breaker import Breaker


class Node:
    """`parameters` are libpq's: host (or hostaddr), port, user, password, dbname.

    The probe fills in the rest. `position` only ever lags the truth, so a comparison with it is safe.
    """

    def __init__(self, name: str, parameters: dict[str, Any]):
        self.name = name
        self.parameters = parameters
        self.breaker = Breaker(name)
        self.in_recovery: bool | None = None  # True: a replica. None: never heard from
        self.position = 0  # replayed on a replica, written on a primary
        self.beat: float | None = None  # the newest heartbeat that it has; seconds of the primary's clock
        self.lag_seconds = float("inf")  # how much older that is than the newest known when it was asked
        self.generation = 0  # raised when its connections are hung up
        self._sockets: weakref.WeakKeyDictionary = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()

    def __repr__(self):
        return f"<Node {self.name} {self.breaker.state}>"

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
