"""`make status`: what supervisord says, and what each part says itself."""

import os
import time

from . import dotenv, environment, ports, say, start, supervisor


def show(state) -> int:
    """Prints a line per process; 0 when all are well, 1 otherwise."""
    if not supervisor.is_running(state):
        say.line("Not running. `make up` starts the shop in the background.")
        return 1
    os.environ["STACK"] = dotenv.read(state.stack_env).get("STACK", "full")  # what was started, not what would be
    port = ports.table(environment.base_port(environment.given()))
    programs = supervisor.programs(state)
    all_well = True
    for part, (answers, words) in start.health(state, start.chosen(state)):
        known = programs.get(part.name, {"statename": "MISSING", "pid": 0, "start": 0})
        well = answers and known["statename"] == "RUNNING"
        all_well &= well
        address = f"127.0.0.1:{port[part.port]}" if part.port else "-"
        seconds = int(time.time() - known["start"]) if known["pid"] else 0
        say.line(f"{'ok  ' if well else 'ILL '} {part.name:<12} {address:<16} {known['statename']:<9} "
                 f"pid {known['pid']:<7} {seconds:>6} s  {words}")  # fmt: skip
    return 0 if all_well else 1
