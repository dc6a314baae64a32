"""Which PostgreSQL node is the primary, and making another one it. Every step may be repeated.

Replicas name all nodes as where to stream from and take the writable one (deploy/postgres/postgresql.conf), as the
application does (DATABASE_URL): nobody's configuration changes with the primary.
"""

import shutil
import signal
import time

from . import command, postgres, processes, say, supervisor
from .place import POSTGRES_BIN, State

REPLICAS = postgres.REPLICAS
NODES = ("primary", *REPLICAS)  # "primary" is the node that begins as one
STOP_SECONDS = 5  # a fast shutdown takes 0.2 s; a frozen node never obeys
ANSWER_SECONDS = 20  # a start with recovery takes 0.5 s after a crash of the small test database


def leader(state: State) -> str | None:
    """The node that takes writes; of two, the one promoted last. None while none does."""
    timeline = "SELECT pg_walfile_name(pg_current_wal_lsn()) WHERE NOT pg_is_in_recovery()"
    writable = [(said[:8], name) for name in NODES if (said := postgres.try_psql(state, timeline, name))]
    return max(writable)[1] if writable else None


def switch(state: State, name: str) -> None:
    """Makes `name` the primary and all others its replicas.

    Whoever is not known to be a replica is stopped first, the frozen and the silent too: never two primaries at once.
    """
    old, others = leader(state), [node for node in NODES if node != name]
    if old != name:
        if old:
            wait_for_replay(state, name, old)
        for other in others:
            if postgres.try_psql(state, "SELECT pg_is_in_recovery()", other) != "t":
                fence(state, other)
        promote(state, name)
    for other in others:
        follow(state, other, name)


def promote(state: State, name: str) -> None:
    """Ends recovery on `name`, and gives the others slots to stream from."""
    postgres.psql(state, f"SELECT pg_promote(true, {ANSWER_SECONDS}) WHERE pg_is_in_recovery()", node=name)
    for other in NODES:
        if other != name:
            create = f"SELECT pg_create_physical_replication_slot('{other}', true)"
            missing = f"WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '{other}')"
            postgres.psql(state, f"{create} {missing}", node=name)


def fence(state: State, name: str) -> None:
    """Stops `name` so that it takes no more writes: cleanly if it obeys, else by kill -9 (it may be frozen)."""
    tree = processes.tree(supervisor.programs(state)[name]["pid"])
    supervisor.halt(state, name, wait=False)
    deadline = time.monotonic() + STOP_SECONDS
    while supervisor.programs(state)[name]["pid"]:
        if any(map(processes.is_frozen, tree)) or time.monotonic() > deadline:
            for pid in tree:
                processes.send(pid, state, signal.SIGKILL)
        time.sleep(0.05)


def follow(state: State, name: str, primary: str) -> None:
    """Makes `name` stream from `primary`: as it is, else rewound, else copied anew."""
    home = state.pg / name
    if (home / "standby.signal").exists():
        supervisor.begin(state, name)
        if postgres.streams(state, name):
            return
    fence(state, name)
    if not rewind(state, name, primary):
        say.line(f"  PostgreSQL: {name} cannot be rewound to {primary}; copying it")
        shutil.rmtree(home, ignore_errors=True)
        postgres.copy(state, name, primary)
    (home / "standby.signal").touch()
    supervisor.begin(state, name)
    if not postgres.streams(state, name, ANSWER_SECONDS):
        say.stop(f"{name} does not stream from {primary}; its log: {state.log / name}.log")
    for slot in NODES:  # it would keep WAL for the replicas of its former life
        drop = f"SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '{slot}'"
        postgres.psql(state, drop, node=name)


def rewind(state: State, name: str, primary: str) -> bool:
    """Takes back what `name` wrote after `primary` went its own way: blocks, not the whole copy."""
    source = f"host={state.sockets} port={postgres.port(state, primary)} user=postgres dbname=postgres"
    postgres.psql(state, "CHECKPOINT", node=primary)  # just promoted, its control file still tells of its former life
    configuration = state.etc / "postgres" / f"{name}.conf"
    words = [POSTGRES_BIN / "pg_rewind", "-D", state.pg / name, f"--source-server={source}"]
    words += ["--no-sync"] if state.is_test else []
    return command.succeeds([*words, f"--config-file={configuration}"])


def wait_for_replay(state: State, name: str, primary: str) -> None:
    """Until `name` has what `primary` has now: a planned change of the primary loses nothing."""
    position = postgres.psql(state, "SELECT pg_current_wal_lsn()", node=primary)
    deadline = time.monotonic() + ANSWER_SECONDS
    while postgres.try_psql(state, f"SELECT pg_last_wal_replay_lsn() >= '{position}'", name) != "t":
        if time.monotonic() > deadline:
            say.stop(f"{name} is behind {primary} and does not catch up: not promoting it.")
        time.sleep(0.1)


def bring_home(state: State) -> None:
    """At a start: when another node was the primary at the end of the last run, it hands over what it has."""
    nodes = [name for name in NODES if (state.pg / name).exists()]
    promoted = [name for name in nodes if not (state.pg / name / "standby.signal").exists()]
    if promoted == ["primary"]:
        return
    with say.step(f"PostgreSQL: {', '.join(promoted) or 'nobody'} was the primary; back to the first one"):
        for name in nodes:
            supervisor.begin(state, name)
        normal(state)


def normal(state: State) -> None:
    """The first primary is the primary again, the others stream from it. All nodes have been started."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while any(postgres.try_psql(state, "SELECT 1", name) is None for name in NODES) and time.monotonic() < deadline:
        time.sleep(0.1)
    now = leader(state) or "primary"
    promote(state, now)
    if now != "primary":
        follow(state, "primary", now)
    switch(state, "primary")
