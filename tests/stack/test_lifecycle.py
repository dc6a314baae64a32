"""A stack of its own is brought up, hurt, repaired, taken down: nothing is left, nothing hangs, messages are clear."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from stack import parts, ports, processes
from stack.place import DIRECTORIES, ROOT, State

pytestmark = [pytest.mark.stack, pytest.mark.serial]


class Checkout:
    """The verbs of bin/ on a state and ports of their own."""

    def __init__(self, directory: Path, base: int):
        self.state, self.base = State(directory), base
        self.env = os.environ | {"STACK_STATE": str(directory), "SHOP_PORT": str(base), "STACK": "full"}
        for name in DIRECTORIES:
            (directory / name).mkdir()
        (self.state.run / "demo.stamp").touch()  # an empty shop will do

    def call(self, verb: str, *arguments: str, **extra) -> subprocess.CompletedProcess:
        words = [str(ROOT / "bin" / verb), *arguments]
        return subprocess.run(words, check=False, env=self.env | extra, capture_output=True, text=True, timeout=180)

    def ask(self, node: str, sql: str) -> str:
        where = ["-h", str(self.state.sockets), "-p", str(ports.table(self.base)[node]), "-U", "postgres"]
        words = ["psql", "-X", "-qAt", *where, "-c", sql]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()

    def supervisor_pid(self) -> int:
        return int((self.state.run / "supervisord.pid").read_text())

    def wait_until_nothing_is_left(self, seconds=30):
        deadline = time.monotonic() + seconds
        while left := processes.of(self.state):
            assert time.monotonic() < deadline, f"still there after {seconds} s: {left}"
            time.sleep(0.2)


@pytest.fixture(scope="module")
def checkout(stack):
    directory = Path(tempfile.mkdtemp(prefix="shop-", dir="/tmp"))
    base, claim = ports.claim_block(12000)
    with claim:
        made = Checkout(directory, base)
        yield made
        made.call("down")
        made.wait_until_nothing_is_left()
    shutil.rmtree(directory)


@pytest.fixture
def running(checkout):
    """Up and well; brings it up if the test before took it down."""
    if checkout.call("status").returncode:
        done = checkout.call("up")
        assert done.returncode == 0, done.stdout + done.stderr
    return checkout


def test_a_busy_port_is_named_before_anything_starts(checkout):
    checkout.call("down")
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", checkout.base + 10))
        squatter.listen()
        done = checkout.call("up")
    assert done.returncode == 1
    assert f"Port {checkout.base + 10} (for app1) is taken by" in done.stderr
    assert "SHOP_PORT" in done.stderr
    assert processes.of(checkout.state) == []


def test_up_status_and_a_second_up(running):
    status = running.call("status")
    assert status.returncode == 0
    assert len(status.stdout.splitlines()) == len(parts.chosen("full", {}))
    second = running.call("up")
    assert second.returncode == 1
    assert "already running" in second.stderr


def test_status_fails_when_one_part_is_ill(running):
    pid = int((running.state.run / "nginx-lb.pid").read_text())
    os.kill(pid, signal.SIGSTOP)
    try:
        status = running.call("status")
    finally:
        os.kill(pid, signal.SIGCONT)
    # a frozen master still has working workers: what matters is that they answer
    assert "nginx-lb" in status.stdout


def test_killing_the_supervisor_leaves_nothing_and_the_next_start_works(running):
    os.kill(running.supervisor_pid(), signal.SIGKILL)
    running.wait_until_nothing_is_left()
    done = running.call("up")
    assert done.returncode == 0, done.stdout + done.stderr


def test_down_leaves_nothing(running):
    done = running.call("down")
    assert done.returncode == 0
    assert processes.of(running.state) == []
    assert running.call("status").returncode == 1


def test_half_made_and_broken_databases_are_repaired(checkout):
    checkout.call("down")
    (checkout.state.pg / "replica1.new").mkdir()  # a copy that was cut off
    (checkout.state.pg / "replica1.new" / "PG_VERSION").write_text("15\n")
    shutil.rmtree(checkout.state.pg / "replica1")
    shutil.rmtree(checkout.state.pg / "replica2" / "base")  # a replica that cannot start
    done = checkout.call("up")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "replica2 does not stream; making it anew" in done.stdout
    assert checkout.call("status").returncode == 0


def test_a_frozen_leftover_is_cleared(running):
    """kill -9 of the supervisor while a program is frozen: it cannot obey the kernel's signal until it is thawed."""
    frozen = int((running.state.run / "nginx-lb.pid").read_text())
    os.kill(frozen, signal.SIGSTOP)
    os.kill(running.supervisor_pid(), signal.SIGKILL)
    time.sleep(1)
    done = running.call("up")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "left behind" in done.stdout


def test_another_node_is_made_the_primary_and_the_next_start_goes_back(running):
    done = running.call("promote", "replica1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert running.ask("replica1", "SELECT pg_is_in_recovery()") == "f"
    assert running.ask("primary", "SELECT pg_is_in_recovery()") == "t"
    running.ask("replica1", "CREATE TABLE written_elsewhere ()")
    running.call("down")
    done = running.call("up")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "replica1 was the primary; back to the first one" in done.stdout
    assert running.ask("primary", "SELECT 'kept' FROM pg_class WHERE relname = 'written_elsewhere'") == "kept"
    assert running.call("status").returncode == 0
    assert running.call("promote", "nobody").returncode == 1
