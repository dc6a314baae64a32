"""PostgreSQL: a primary and two streaming replicas, made from nothing and repaired when half made.

Each node is made in a directory of another name and renamed when complete: a killed set-up leaves no half node.
"""

import os
import shutil
import subprocess
import time

from . import command, environment, say
from .place import POSTGRES_BIN, State

REPLICAS = ("replica1", "replica2")
EXTENSIONS = ("pg_stat_statements", "pg_trgm", "btree_gin", "unaccent")
PSQL = str(POSTGRES_BIN / "psql")  # itself, and not Debian's wrapper in Perl, which takes longer than most answers
STREAM_SECONDS = 10  # a healthy replica streams within 0.3 s of its start


def ensure_primary(state: State) -> None:
    """The primary's data directory exists and is whole. The server is not running yet."""
    if (state.pg / "primary").exists():
        return
    draft = state.pg / "primary.new"
    shutil.rmtree(draft, ignore_errors=True)
    with say.step("PostgreSQL: making the primary"):
        options = ["-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-k", "--auth=reject"]
        command.run([POSTGRES_BIN / "initdb", "-D", draft, *options, *([] if not state.is_test else ["-N"])])
    draft.rename(state.pg / "primary")


def psql(state: State, sql: str, database: str = "postgres", node: str = "primary") -> str:
    """Runs SQL as the superuser through the Unix socket (peer authentication); returns bare rows."""
    return command.run([PSQL, *connection(state, node, database), "-c", sql]).strip()


def connection(state: State, node: str, database: str) -> list[str]:
    where = ["-h", str(state.sockets), "-p", port(state, node), "-U", "postgres", "-d", database]
    return ["-X", "-qAt", "-v", "ON_ERROR_STOP=1", *where]


def port(state: State, node: str) -> str:
    return str(environment.for_templates(state)["PORT"][node])


def try_psql(state: State, sql: str, node: str, database: str = "postgres") -> str | None:
    """Like psql, but None when the server doesn't answer."""
    asked = [PSQL, *connection(state, node, database), "-c", sql]
    patience = os.environ | {"PGCONNECT_TIMEOUT": "2"}
    done = subprocess.run(asked, check=False, capture_output=True, text=True, env=patience)
    return done.stdout.strip() if done.returncode == 0 else None


def ensure_roles(state: State) -> None:
    """Roles, database and extensions, with the passwords of `.env`. Safe to repeat."""
    values = environment.for_templates(state)
    psql(state, role("shop", "CREATEDB", values["DB_PASSWORD"]))  # CREATEDB: tests make their own database
    psql(state, role("replicator", "REPLICATION", values["REPLICATION_PASSWORD"]))
    # Without it the database can't be told that no trigger is ignored, and each one that fires finds that out (slowly).
    psql(state, 'GRANT SET ON PARAMETER "pgtrigger.ignore" TO shop')
    if state.is_test:  # tests switch triggers off to make the faults that a check must find
        psql(state, "GRANT SET ON PARAMETER session_replication_role TO shop")
    if psql(state, "SELECT 1 FROM pg_database WHERE datname = 'shop'") != "1":
        add_extensions(state, "template1")  # so that the tests' databases have them too
        psql(state, "CREATE DATABASE shop OWNER shop")
    add_extensions(state, "shop")


def role(name: str, rights: str, password: str) -> str:
    quoted = password.replace("'", "''")
    create = f"IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') THEN CREATE ROLE {name}; END IF"
    return f"DO $$ BEGIN {create}; END $$; ALTER ROLE {name} LOGIN {rights} PASSWORD '{quoted}'"


def add_extensions(state: State, database: str) -> None:
    psql(state, "; ".join(f"CREATE EXTENSION IF NOT EXISTS {name}" for name in EXTENSIONS), database)


def ensure_replica(state: State, name: str) -> None:
    """The replica's data directory is a copy of this primary, with a slot to stream from. It is not running yet."""
    directory = state.pg / name
    shutil.rmtree(state.pg / f"{name}.new", ignore_errors=True)  # a copy that was cut off
    if directory.exists() and not can_follow(state, name):
        say.line(f"  PostgreSQL: {name} can no longer follow the primary; making it anew")
        shutil.rmtree(directory)
    if directory.exists():
        return
    with say.step(f"PostgreSQL: copying the primary to {name}"):
        copy(state, name, "primary")


def copy(state: State, name: str, source: str) -> None:
    """Makes the data directory of `name` a copy of the running node `source`, with a slot there to stream from."""
    draft = state.pg / f"{name}.new"
    shutil.rmtree(draft, ignore_errors=True)
    ensure_slot(state, name, source)
    where = ["-h", state.sockets, "-p", port(state, source), "-U", "postgres"]
    command.run([POSTGRES_BIN / "pg_basebackup", "-D", draft, *where, "-X", "stream", "-c", "fast", "-S", name])
    (draft / "standby.signal").touch()
    draft.rename(state.pg / name)


def ensure_slot(state: State, name: str, source: str) -> None:
    drop = f"SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '{name}'"
    psql(state, drop, node=source)
    psql(state, f"SELECT pg_create_physical_replication_slot('{name}', true)", node=source)


def can_follow(state: State, name: str) -> bool:
    """The replica was copied from this primary, and its slot still holds the WAL that it lacks."""
    slot = psql(state, f"SELECT wal_status FROM pg_replication_slots WHERE slot_name = '{name}'")
    return slot in ("reserved", "extended", "unreserved") and identifier(state, name) == identifier(state, "primary")


def identifier(state: State, name: str) -> str:
    out = command.run([POSTGRES_BIN / "pg_controldata", state.pg / name], env=os.environ | {"LC_ALL": "C"})
    return next((line.split()[-1] for line in out.splitlines() if line.startswith("Database system identifier")), "?")


def streams(state: State, name: str, seconds: float = STREAM_SECONDS) -> bool:
    """Waits until the replica receives from the primary; False when it does not come to that."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if try_psql(state, "SELECT status FROM pg_stat_wal_receiver", name) == "streaming":
            return True
        time.sleep(0.1)
    return False


def rebuild_replica(state: State, name: str) -> None:
    shutil.rmtree(state.pg / name)
    ensure_replica(state, name)
