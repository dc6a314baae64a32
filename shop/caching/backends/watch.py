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

_doubt = threading.Event()
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


def doubt() -> None:
    """Something was odd: probe now."""
    _doubt.set()


def is_in_doubt() -> bool:
    """Until that probe is over nobody knows which server it was."""
    return _doubt.is_set()


def _watch() -> None:
    while True:
        _doubt.wait(TICK_SECONDS)
        with suppress(Exception):  # this thread must outlive whatever a probe runs into
            _probe_all()
        _doubt.clear()  # also what the probes themselves found odd


def _probe_all() -> None:
    # All verdicts at once: each change of the ring costs every thread what its client had learnt about ill nodes.
    for server, fault in [(server, _fault(server)) for server in list(servers.values())]:
        if fault:
            server.fail(fault)
        else:
            server.pass_probe()


def _fault(server: Server) -> Exception | None:
    try:
        seen = server.probe()
        generations.learn(seen)
        if not server.is_up:
            generations.drop_missed(server.missed)
        if seen != generations.known():
            server.keep(generations.written())
    except Exception as error:  # whatever a client library raises
        return error
    return None


def _begin_anew() -> None:
    global _lock, _doubt
    _lock, _doubt = threading.Lock(), threading.Event()


os.register_at_fork(after_in_child=_begin_anew)
