"""`make run`: the stack in the foreground, with a quiet log of what dies and comes back, until Ctrl-C."""

import http.client
import os
import signal
import time
import xmlrpc.client

from . import command, greeting, say, start, supervisor
from .place import State

LOOK_SECONDS = 1


def run(state: State) -> None:
    """Returns when asked to stop (INT, TERM, HUP, or `make` itself gone) and everything has ended."""
    if "MAKELEVEL" in os.environ:
        command.die_with_parent(signal.SIGTERM)()
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, leave)
    try:
        daemon = start.bring_up(state, foreground=True)
        greeting.show(state)
        say.line("  Ctrl-C stops everything.")
        watch(state, daemon)
    except KeyboardInterrupt:
        pass
    finally:
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
    with say.step("stopping"):
        supervisor.shut_down(state)


def leave(signum, frame):
    raise KeyboardInterrupt


def watch(state: State, daemon) -> None:
    """Says when a program's process id changes, until supervisord ends."""
    before = pids(state)
    while daemon.poll() is None:
        time.sleep(LOOK_SECONDS)
        now = pids(state)
        for name in sorted(now.keys() & before.keys()):
            if now[name] != before[name]:
                what = f"is back (pid {now[name]})" if now[name] else "died; it is being restarted"
                say.line(f"  {time.strftime('%H:%M:%S')} {name} {what}")
        before = now or before


def pids(state: State) -> dict[str, int]:
    try:
        known = supervisor.programs(state)
    except (OSError, http.client.HTTPException, xmlrpc.client.Error):
        return {}
    return {name: entry["pid"] for name, entry in known.items() if entry["statename"] != "STOPPED"}
