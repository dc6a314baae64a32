"""One thread a process that probes the cache servers in use: it finds those that are back, and new generations.

Visitors only ever take a server away (server.py); bringing it back costs none of them anything. A probe writes as well
as reads: a server that can't take writes can't tell of changes either, so it is no use.
"""

import os
import threading
from contextlib import suppress

from django.conf import settings
from django.core.cache import caches

from shop.caching.backends import generations
from shop.caching.backends.server import Server, servers

TICK_SECONDS = 0.4

_wake = threading.Event()
_lock = threading.Lock()
_watched_by = 0  # the process that the thread belongs to: a fork has none yet


def start() -> None:
    """Begins to watch, once a process. Returns when the generations are known: without them old keys would be read."""
    global _watched_by  # noqa: PLW0603
    if _watched_by == os.getpid():
        return
    with _lock:
        if _watched_by != os.getpid():
            for alias in settings.CACHES:
                caches[alias]  # each names its servers
            _probe_all()
            threading.Thread(target=_watch, name="cache-watch", daemon=True).start()
            _watched_by = os.getpid()


def hurry() -> None:
    """Something was odd: probe now."""
    _wake.set()


def _watch() -> None:
    while True:
        _wake.wait(TICK_SECONDS)
        with suppress(Exception):  # this thread must outlive whatever a probe runs into
            _probe_all()
        _wake.clear()  # after it: a probe's own failure is no reason for the next


def _probe_all() -> None:
    for server in list(servers.values()):
        _probe(server)


def _probe(server: Server) -> None:
    try:
        seen = server.probe()
        generations.learn(seen)
        if not server.is_up:
            generations.drop_missed(server.missed)
        if seen != generations.known():
            server.keep(generations.known())
    except Exception as error:  # whatever a client library raises
        server.fail(error)
    else:
        server.pass_probe()


def _begin_anew() -> None:
    global _lock, _wake
    _lock, _wake = threading.Lock(), threading.Event()


os.register_at_fork(after_in_child=_begin_anew)
