"""A cache server dead, frozen, read-only, full or wiped: visitors see every page, hardly later, and it heals alone.

Asked of the application itself, past Varnish: what Varnish holds needs no cache behind it. And asked for pages that
nobody has stored, before the fault as during it: without Redis every page is one of those.
"""

import itertools
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import pytest

pytestmark = [pytest.mark.stack, pytest.mark.serial]

SECONDS, VISITORS, PROCESSES = 2.5, 3, 2  # of one application host, on two cores
TIME_OUT_SECONDS = 0.3  # three calls of 100 ms: what the first page of each thread may wait


def redis(stack, *words):
    subprocess.check_call(["redis-cli", "-p", str(stack.port["redis"]), *words], stdout=subprocess.DEVNULL)


FAULTS = {
    "redis dead": lambda stack: stack.stop("redis"),
    "redis frozen": lambda stack: stack.freeze("redis"),
    "redis read-only": lambda stack: redis(stack, "replicaof", "127.0.0.1", "1"),
    "redis full": lambda stack: redis(stack, "config", "set", "maxmemory-policy", "noeviction", "maxmemory", "1"),
    "redis wiped": lambda stack: redis(stack, "-n", "0", "flushdb"),
    "memcached node dead": lambda stack: stack.stop("memcached1"),
    "memcached node frozen": lambda stack: stack.freeze("memcached1"),
    "both memcached nodes frozen": lambda stack: [stack.freeze(name) for name in ("memcached1", "memcached2")],
}


@pytest.fixture(autouse=True)
def healed(stack):
    yield
    stack.heal()
    redis(stack, "replicaof", "no", "one")
    redis(stack, "config", "set", "maxmemory", "64mb", "maxmemory-policy", "volatile-lru")


def browse(stack, seconds) -> list[float]:
    """Lists, searches and the cart, by several visitors at once: how long each page took. All must be there."""
    news = itertools.count(time.monotonic_ns())

    def visit(number):
        took, end = [], time.monotonic() + seconds
        while time.monotonic() < end:
            for path in (f"{stack.category_path}?new={next(news)}", f"/search/?q=lamp&new={next(news)}", "/cart/"):
                answer = stack.get(path, layer="app1")
                assert answer.status_code == 200, f"{path}: {answer.status_code}"
                took.append(answer.elapsed.total_seconds())
        return took

    with ThreadPoolExecutor(VISITORS) as visitors:
        return [one for took in visitors.map(visit, range(VISITORS)) for one in took]


def lines(stack) -> int:
    return (stack.state.directory / "log" / "uwsgi-app1.log").read_text(errors="replace").count("served as misses")


@pytest.mark.parametrize("fault", FAULTS)
def test_visitors_hardly_notice(stack, fault, capsys):
    browse(stack, 1)
    well, said = browse(stack, SECONDS), lines(stack)
    FAULTS[fault](stack)
    ill = browse(stack, SECONDS)
    with capsys.disabled():
        print(f"\n{fault}: {len(ill)} pages, median {median(well):.3f} → {median(ill):.3f} s, slowest {max(ill):.3f} s")
    assert median(ill) < 2 * median(well) + 0.005
    assert sum(one > median(well) * 2 + TIME_OUT_SECONDS for one in ill) <= len(ill) * 0.02
    assert lines(stack) - said <= PROCESSES * (2 if "both" in fault else 1)
