"""Finding what an earlier run left behind: by where it stands and what it is, never by name alone.

Every program that we start has its working directory in this state's run/, pg/… or varnish/ (PostgreSQL and Varnish go
there by themselves), and keeps it for life; command lines and environments are overwritten by several of them.
"""

import contextlib
import os
import signal
import time
from pathlib import Path

from .place import State

OURS = ("postgres", "redis-", "memcached", "nginx", "varnishd", "uwsgi", "pgbouncer", "python3", "cc1", "gcc")
GRACE_SECONDS = 8


def of(state: State) -> list[int]:
    """Process ids of this state's programs that still run, our own and our parents' excluded."""
    family = {os.getpid(), *ancestors(os.getpid())}
    return [pid for pid in running() if pid not in family and belongs(pid, state)]


def running() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def ancestors(pid: int):
    while pid > 1:
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return
        yield pid


def tree(pid: int) -> list[int]:
    """`pid` and its children: a PostgreSQL server is a process a connection, and stopping the first stops no other."""
    return [pid, *(child for child in running() if pid in ancestors(child))] if pid else []


def is_frozen(pid: int) -> bool:
    """Stopped by a signal, as SIGSTOP does."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"
    except OSError:
        return False


def belongs(pid: int, state: State) -> bool:
    where = standing(pid)
    places = (str(path) for path in (state.run, state.pg, state.varnish, state.redis))
    return any(where == place or where.startswith(f"{place}/") for place in places)


def standing(pid: int) -> str:
    """The working directory of a program of our kind; empty for any other and for one that has ended."""
    try:
        where = os.readlink(f"/proc/{pid}/cwd").removesuffix(" (deleted)")
        program = os.path.basename(os.readlink(f"/proc/{pid}/exe").removesuffix(" (deleted)"))
    except OSError:
        return ""
    return where if program.startswith(OURS) else ""


def end_orphans(directory: Path) -> None:
    """Kills what a killed master left in its directory; their work is lost with the master anyway."""
    family = {os.getpid(), *ancestors(os.getpid())}
    found = [pid for pid in running() if pid not in family and standing(pid) == str(directory)]
    for pid in found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 2
    while any(standing(pid) for pid in found) and time.monotonic() < deadline:
        time.sleep(0.02)


def end(state: State) -> int:
    """Ends this state's left-over programs: first politely, then by force. Returns how many there were."""
    found = of(state)
    for pid in found:
        send(pid, state, signal.SIGTERM)
        send(pid, state, signal.SIGCONT)  # a frozen one could not hear it
    deadline = time.monotonic() + GRACE_SECONDS
    while of(state) and time.monotonic() < deadline:
        time.sleep(0.1)
        for pid in of(state):
            send(pid, state, signal.SIGINT if is_postgres(pid) else signal.SIGTERM)
    for pid in of(state):
        send(pid, state, signal.SIGKILL)
    while of(state) and time.monotonic() < deadline + 2:
        time.sleep(0.05)
    return len(found)


def is_postgres(pid: int) -> bool:
    """PostgreSQL takes SIGTERM as "when everybody has left"; SIGINT means now."""
    try:
        return os.path.basename(os.readlink(f"/proc/{pid}/exe")) == "postgres"
    except OSError:
        return False


def send(pid: int, state: State, signum: int) -> None:
    """Looks once more before it sends: a process id may have been given to somebody else meanwhile."""
    try:
        if belongs(pid, state):
            os.kill(pid, signum)
    except ProcessLookupError:
        pass
