"""How many connections an app host holds: never more than its threads need, and none is lost.

Counted at both ends: pg_stat_activity's rows, by the client port that it names, and the descriptors of the processes.
"""

import json
import os
import random
import socket
import struct
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from stack import environment
from stack.place import PYTHON, ROOT

from tests.app_host import AppHost
from tests.stack.visitors import Visitor

pytestmark = [pytest.mark.stack, pytest.mark.serial]

NODES = ("primary", "replica1", "replica2")
PROCESSES, THREADS, CLIENTS = 4, 2, 16
# Of each node a process holds one connection a thread, and the probe's.
MOST_A_NODE = PROCESSES * (THREADS + 1)
# Cheap to make, and asked for in ways that no page cache has seen.
CHEAP = ("/search/suggest/?q=ta{}", "/search/suggest/?q=wo{}", "/search/?new={}")
RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER: on, 0 s


@pytest.fixture(scope="module")
def host(stack):
    with AppHost(stack.state, processes=PROCESSES) as started:
        yield started


def descriptors(pid: int) -> list[str]:
    """What the descriptors of a process lead to."""
    found = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found.append(os.readlink(link))
        except OSError:
            continue
    return found


def ports_of(pids: list[int]) -> set[tuple[int, int]]:
    """The (local, remote) TCP ports of these processes. Both: a local one may serve two ways to two servers."""
    by_inode = {}
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        local, remote, inode = (line.split()[column] for column in (1, 2, 9))
        by_inode[f"socket:[{inode}]"] = int(local.split(":")[1], 16), int(remote.split(":")[1], 16)
    return {by_inode[target] for pid in pids for target in descriptors(pid) if target in by_inode}


def connections(stack, host: AppHost) -> dict[str, Counter]:
    """Node → application name → connections that the servers say they have with this host's processes."""
    ours = ports_of(host.workers)
    found = {}
    for node in NODES:
        rows = stack.psql(
            "SELECT client_port, application_name FROM pg_stat_activity WHERE usename = 'shop'", node=node
        )
        named = [row.split("|") for row in rows.splitlines()]
        found[node] = Counter(name for port, name in named if (int(port), stack.port[node]) in ours)
    return found


def widest(stack) -> dict[str, int]:
    """Node → all connections of the shop, whoever holds them."""
    count = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'shop'"
    return {node: int(stack.psql(count, node=node)) for node in NODES}


def browse(host: AppHost, number: int, requests: int, statuses: Counter, aborting: bool) -> None:
    """One client: pages that are read to the end, and, if it is `aborting`, two of three that are not."""
    visitor = Visitor(host.url, f"client-{number}")
    for turn in range(requests):
        path = random.choice(CHEAP).format(random.getrandbits(60))
        if aborting and turn % 3:
            statuses[abort(host, path, after_bytes=turn % 3 == 1)] += 1
        elif turn % 10 == 0:
            statuses[visitor.post("/cart/add/", {"variant": "0"}).status] += 1  # 404, found out on the primary
        else:
            statuses[visitor.get(path).status] += 1


def abort(host: AppHost, path: str, after_bytes: bool) -> str:
    """Asks and goes away: with the first bytes of the answer, or a moment after asking."""
    with socket.create_connection(("127.0.0.1", host.app["port"]), 20) as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        asked.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost:{host.app['port']}\r\n\r\n".encode())
        if after_bytes:
            asked.recv(64)
        else:
            time.sleep(random.uniform(0, 0.01))
    return "aborted"


def load(host: AppHost, requests: int, aborting: bool, watch=None) -> Counter:
    """CLIENTS clients at once; `watch` is called again and again meanwhile. Returns status → answers."""
    statuses: Counter = Counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        each = [requests // CLIENTS, statuses, aborting]
        running = [pool.submit(browse, host, number, *each) for number in range(CLIENTS)]
        while not all(client.done() for client in running):
            if watch:
                watch()
            time.sleep(0.2)
    for client in running:
        client.result()
    return statuses


def test_connections_are_bounded_under_load(stack, host, capsys):
    most: dict[str, Counter] = {node: Counter() for node in NODES}

    def watch():
        for node, found in connections(stack, host).items():
            most[node] |= found

    statuses = load(host, 800, aborting=False, watch=watch)
    with capsys.disabled():
        print(f"\n{PROCESSES} processes x {THREADS} threads, {CLIENTS} clients; most connections: {most}")
    assert set(statuses) == {200, 404}
    for node in NODES:
        assert sum(most[node].values()) <= MOST_A_NODE, node
        assert most[node]["shop"] <= PROCESSES * THREADS
        assert most[node]["shop probe"] <= PROCESSES
    assert all(most[node]["shop"] > PROCESSES for node in NODES), "the load did not reach all threads"


def test_clients_that_leave_lose_no_connection(stack, host, pytestconfig, capsys):
    load(host, 800, aborting=False)  # every thread has its connections
    time.sleep(1)
    before, all_before = connections(stack, host), widest(stack)
    open_before = {pid: len(descriptors(pid)) for pid in host.workers}
    statuses = load(host, pytestconfig.getoption("requests"), aborting=True)
    time.sleep(2)
    after, all_after = connections(stack, host), widest(stack)
    open_after = {pid: len(descriptors(pid)) for pid in host.workers}
    with capsys.disabled():
        print(f"\n{sum(statuses.values())} requests: {dict(statuses)}\n  connections {before} -> {after}")
        print(f"  all of role shop {all_before} -> {all_after}\n  descriptors {open_before} -> {open_after}")
    assert not [status for status in statuses if isinstance(status, int) and status >= 500]
    for node in NODES:
        assert sum(after[node].values()) <= MOST_A_NODE
        # What the servers have beyond what the processes hold would be lost ones.
        lost = (all_after[node] - sum(after[node].values())) - (all_before[node] - sum(before[node].values()))
        assert lost <= 3, f"{node}: {lost} more than before belong to nobody here"  # the worker's tasks come and go
    assert max(open_after.values()) <= max(open_before.values()) + 2


def many_readers(stack, what: str) -> dict:
    settings = environment.settings(stack.state) | {"DJANGO_SETTINGS_MODULE": "settings.deploy"}
    words = [str(PYTHON), "-m", "tests.stack.many_readers", what]
    done = subprocess.run(words, check=False, env=settings, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_a_fork_shares_no_connection(stack):
    seen = many_readers(stack, "fork")
    assert seen["status"] == 0
    assert len(seen["before"]) == len(NODES)
    assert seen["during"] == seen["before"] == seen["after"], "the parent's connections broke"
    first, last = seen["child"]
    assert first == last
    assert not set(first.values()) & set(seen["before"].values()), "the child speaks on the parent's connections"


def test_threads_choose_nodes_at_once(stack, capsys):
    seen = many_readers(stack, "threads")
    with capsys.disabled():
        print(f"\nthreads: {seen}")
    assert seen["errors"] == []
    assert seen["shared"] == 0, "two threads used one connection"
    # On a starved machine a replica may leave the rotation for a moment; the even turns are a unit test's business.
    taken = sorted(seen["pages"].values())
    assert sum(taken[-2:]) > 0.9 * sum(taken), "threads read the primary"
