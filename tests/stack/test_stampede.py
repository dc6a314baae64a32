"""Two hundred at once on a page that nobody has: one first pass. And when its process dies in the midst: no long wait.

A first pass shows in Server-Timing (SHOW_DATABASE is on in tests): only it asks a database. What comes through Varnish
is counted by the app hosts' own logs.
"""

import json
import os
import signal
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tests.stack.dumps import forget_pages
from tests.stack.raw import raw

pytestmark = [pytest.mark.stack, pytest.mark.serial]

AT_ONCE, OTHERS = 200, 20
SECONDS = 2.0


def all_at_once(stack, path: str, layers: list[str]) -> list[tuple[int, str, dict, float]]:
    """Status, text, headers of each answer, and how many seconds it took."""
    barrier = threading.Barrier(len(layers))

    def ask(layer):
        barrier.wait()
        began = time.monotonic()
        return *raw(stack, path, layer), time.monotonic() - began

    with ThreadPoolExecutor(len(layers)) as visitors:
        return list(visitors.map(ask, layers))


def asked_of_the_applications(stack, path: str) -> int:
    """How many requests for it their web servers have noted by now; they write every second."""
    time.sleep(1.5)
    logs = [stack.state.directory / "log" / f"access-app{number}.json" for number in (1, 2)]
    return sum(log.read_text().count(f'"uri":"{path}"') for log in logs)


def passes(answers) -> int:
    return sum("db-" in headers.get("server-timing", "") for _status, _text, headers, _took in answers)


def same_page(answers) -> None:
    assert {status for status, *_ in answers} == {200}
    assert len({text for _status, text, *_ in answers}) == 1


def test_one_question_comes_through_varnish(stack):
    path = f"/search/?cold={time.time_ns()}&q=lamp"
    answers = all_at_once(stack, path, ["lb"] * AT_ONCE)
    same_page(answers)
    assert asked_of_the_applications(stack, path) == 1


def test_one_pass_is_made_by_two_app_hosts(stack):
    with ThreadPoolExecutor(16) as others:  # every process has read its templates
        warm = [f"/search/?q=lamp&other={number}-{time.time_ns()}" for number in range(16)]
        list(others.map(raw, [stack] * 16, warm, ["app1", "app2"] * 8))
    path = f"/search/?cold={time.time_ns()}&q=lamp"
    answers = all_at_once(stack, path, ["app1", "app2"] * (AT_ONCE // 2))
    same_page(answers)
    assert passes(answers) == 1


# --- its process dies ---


@contextmanager
def reviews_locked(stack):
    """A product's page stops in the midst of its first pass: nobody may read reviews, on no node."""
    words = ["psql", "-X", "-q", "-h", str(stack.state.run), "-p", str(stack.port["primary"]), "-U", "postgres", "shop"]
    locker = subprocess.Popen(words, stdin=subprocess.PIPE, text=True)
    locker.stdin.write("BEGIN; LOCK TABLE catalog_review;\n")
    locker.stdin.flush()
    held = "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'catalog_review'::regclass"
    while "0" in [stack.psql(held, node=node) for node in ("primary", "replica1", "replica2")]:
        time.sleep(0.02)
    try:
        yield
    finally:
        locker.stdin.close()
        locker.wait()


def making(stack, path: str, hosts=("app1", "app2")) -> list[int]:
    """The processes that have this request in hand."""
    return [
        worker["pid"]
        for host in hosts
        for worker in workers(stack, host)
        for core in worker["cores"]
        if core["in_request"] and f"REQUEST_URI={path}" in core.get("vars", [])
    ]


def worker_that_makes(stack, path: str) -> int:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if pids := making(stack, path):
            return pids[0]
        time.sleep(0.02)
    raise AssertionError(f"no worker has {path} in hand")


def start_cold(stack, path: str) -> None:
    """Nobody has the page; and the statistics name no worker that an earlier test has killed in the midst of it."""
    deadline = time.monotonic() + 10
    while making(stack, path) and time.monotonic() < deadline:
        time.sleep(0.02)
    forget_pages(stack)


def workers(stack, host: str) -> list[dict]:
    with socket.socket(socket.AF_UNIX) as stats:
        stats.connect(str(stack.state.sockets / f"uwsgi-{host}.stats"))
        return json.loads(b"".join(iter(lambda: stats.recv(65536), b"")))["workers"]


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGSTOP], ids=lambda signum: signum.name)
def test_the_others_do_not_wait_long_for_a_dead_builder(stack, signum):
    """They wait for its page, then one of them makes it."""
    path = stack.product_path
    start_cold(stack, path)
    with ThreadPoolExecutor(2) as pool:
        with reviews_locked(stack):
            pool.submit(raw, stack, path, "app1")
            pid = worker_that_makes(stack, path)
            os.kill(pid, signum)
            others = pool.submit(all_at_once, stack, path, ["app2"] * OTHERS)
            time.sleep(0.2)
        answers = others.result()
        if signum == signal.SIGSTOP:
            os.kill(pid, signal.SIGCONT)
    same_page(answers)
    assert max(took for *_, took in answers) < SECONDS


def test_nor_do_those_behind_varnish(stack):
    """All wait for the one question that Varnish asks; it asks again, and that waits for the lease."""
    path, visitors = stack.product_path, ["lb"] * OTHERS
    forget_pages(stack)
    undisturbed = max(took for *_, took in all_at_once(stack, path, visitors))
    start_cold(stack, path)
    with ThreadPoolExecutor(1) as pool:
        with reviews_locked(stack):
            waiting = pool.submit(all_at_once, stack, path, visitors)
            os.kill(worker_that_makes(stack, path), signal.SIGKILL)
            time.sleep(0.1)
        answers = waiting.result()
    same_page(answers)
    assert max(took for *_, took in answers) < SECONDS + undisturbed
