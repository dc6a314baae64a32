"""Is it really well? Each probe asks the program itself and returns (well, what it said)."""

import http.client
import socket
import subprocess

from . import environment
from . import postgres as database
from .parts import Part
from .place import POSTGRES_BIN, VENV, State

SECONDS = 3
RELAY_SECONDS = 5  # rows are told within 0.1 s; what is older waits for somebody who does not confirm


def check(part: Part, state: State) -> tuple[bool, str]:
    """Asks one part how it is."""
    port = environment.for_templates(state)["PORT"].get(part.port, 0)
    try:
        return PROBES[part.probe](part, state, port)
    except (OSError, http.client.HTTPException, subprocess.SubprocessError, ValueError) as error:
        return False, str(error) or type(error).__name__


def postgres(part, state, port):
    where = f"host=127.0.0.1 port={port} user=shop dbname=shop"
    said = ask([POSTGRES_BIN / "pg_isready", "-d", where, "-t", SECONDS])
    return said.returncode == 0, said.stdout.strip().rpartition(" - ")[2]


def replica(part, state, port):
    received = "(SELECT status FROM pg_stat_wal_receiver)"
    lag = "pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())"
    said = database.try_psql(state, f"SELECT {received} || ', ' || {lag} || ' bytes to replay'", part.name)
    return (said or "").startswith("streaming"), said or "not streaming"


def redis(part, state, port):
    said = exchange(("127.0.0.1", port), b"PING\r\n").strip()
    return said == "+PONG", said


def memcached(part, state, port):
    said = exchange(("127.0.0.1", port), b"version\r\n").strip()
    return said.startswith("VERSION"), said


def listening(part, state, port):
    with socket.create_connection(("127.0.0.1", port), SECONDS):
        return True, "accepts connections"


def uwsgi(part, state, port):
    with socket.socket(socket.AF_UNIX) as asked:
        asked.settimeout(SECONDS)
        asked.connect(str(state.sockets / f"{part.name}.sock"))
    return True, "accepts connections"


def http_get(part, state, port):
    """Through this part to the application's own /healthz."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        status = connection.getresponse().status
    finally:
        connection.close()
    return status == 200, f"/healthz {status}"


def varnish(part, state, port):
    said = ask(["varnishadm", "-n", state.varnish, "ping"])
    if not said.stdout.startswith("PONG"):
        return False, (said.stderr or said.stdout).strip()[:80]
    return http_get(part, state, port)


def celery(part, state, port):
    inspect = [VENV / "bin" / "celery", "-A", "shop", "inspect", "ping", "--timeout", "2"]
    said = ask(inspect, timeout=15, env=environment.settings(state), cwd=state.run)
    return "pong" in said.stdout, "pong" if "pong" in said.stdout else (said.stdout + said.stderr).strip()[-80:]


def relay(part, state, port):
    """It drains the outbox: nothing that is visible there is old."""
    age = "coalesce(extract(epoch FROM clock_timestamp() - min(written_at)), 0)::numeric(12, 1)"
    node = next((name for name in ("primary", *database.REPLICAS) if takes_writes(state, name)), "primary")
    said = database.try_psql(state, f"SELECT {age} FROM shop_outbox WHERE told_at IS NULL", node, "shop")
    return said is not None and float(said) < RELAY_SECONDS, f"oldest row {said} s" if said else "no primary"


def takes_writes(state, name) -> bool:
    return database.try_psql(state, "SELECT pg_is_in_recovery()", name) == "f"


def ask(arguments, timeout=SECONDS + 2, **options):
    words = [str(part) for part in arguments]
    return subprocess.run(words, check=False, capture_output=True, text=True, timeout=timeout, **options)


def exchange(address, request: bytes) -> str:
    with socket.create_connection(address, SECONDS) as asked:
        asked.settimeout(SECONDS)
        asked.sendall(request)
        return asked.recv(200).decode(errors="replace")


PROBES = {
    "postgres": postgres,
    "replica": replica,
    "redis": redis,
    "memcached": memcached,
    "listening": listening,
    "uwsgi": uwsgi,
    "http": http_get,
    "varnish": varnish,
    "celery": celery,
    "relay": relay,
}
