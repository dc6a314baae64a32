"""`python firewalled.py DIRECTORY`, in a network of its own: two nodes, a reader, a firewall; prints a line a case."""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[3]), str(Path(__file__).resolve().parents[3] / "bin")]
from stack.place import POSTGRES_BIN, ROOT  # noqa: E402

from tests.stack.databases.reads import READER, Reads  # noqa: E402

PRIMARY, REPLICA = 7001, 7002  # nobody else is in this network
AWAY_SECONDS, HEAL_SECONDS = 2, 5


def call(*words) -> None:
    done = subprocess.run([str(word) for word in words], check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{words}: {done.stdout}{done.stderr}")


@contextmanager
def node(home: Path, port: int):
    options = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home.parent} -c fsync=off"
    options += f" -c cluster_name={home.name} -c hot_standby_feedback=on -c wal_receiver_status_interval=1s"
    call(POSTGRES_BIN / "pg_ctl", "-D", home, "-o", options, "-l", f"{home}.log", "-w", "start")
    try:
        yield
    finally:
        call(POSTGRES_BIN / "pg_ctl", "-D", home, "-m", "immediate", "-w", "stop")


def firewall(change: str, *target: str) -> None:
    """All that goes to the replica's port; its answers still come, and nobody hears the thanks for them."""
    call("/usr/sbin/iptables", change, "INPUT", "-p", "tcp", "--dport", REPLICA, "-j", *target)


def scenario(reads: Reads, case: str, target: tuple[str, ...]) -> dict:
    time.sleep(0.5)
    began = time.monotonic()
    firewall("-A", *target)
    time.sleep(AWAY_SECONDS)
    firewall("-D", *target)
    ended = time.monotonic()
    healed = reads.wait_for(REPLICA, HEAL_SECONDS, since=ended)
    return reads.summary(case, began, ended, healed)


def main(directory: Path) -> None:
    first, second = directory / "first", directory / "second"
    call(POSTGRES_BIN / "initdb", "-D", first, "-U", "shop", "-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8")
    url = "postgres://shop@127.0.0.1:{}/shop"
    env = os.environ | {"DATABASE_URL": url.format(PRIMARY), "REPLICA_URLS": url.format(REPLICA)}
    with node(first, PRIMARY):
        call("psql", "-h", directory, "-p", PRIMARY, "-U", "shop", "postgres", "-c", "CREATE DATABASE shop")
        heartbeat = [sys.executable, str(ROOT / "manage.py"), "migrate", "shop", "--verbosity", "0"]
        subprocess.run(heartbeat, check=True, env=env, cwd=ROOT)
        call(
            POSTGRES_BIN / "pg_basebackup",
            "-D",
            second,
            "-h",
            directory,
            "-p",
            PRIMARY,
            "-U",
            "shop",
            "-R",
            "-c",
            "fast",
        )
        with node(second, REPLICA), Reads([sys.executable, READER], env) as reads:
            reads.wait_for(REPLICA, 20)
            print(json.dumps(scenario(reads, "firewall: packets dropped", ("DROP",))))
            print(json.dumps(scenario(reads, "firewall: reset", ("REJECT", "--reject-with", "tcp-reset"))))


main(Path(sys.argv[1]))
