"""Uncached pages a second from uWSGI with no, one and two replicas, and which server did how much of the work.

    python bench/reads_by_nodes.py [--rounds 3] [--seconds 8]

Beside the running stack (`make up`; STACK_STATE chooses another): an app host of its own, made of the same files, is
started once for each number of replicas, and asked by eight clients for home, categories, products and searches. Rounds
take turns, so that a busy machine is fair to all. One machine cannot show that replicas scale, only that they take over
the work: statements are what pg_stat_statements counted for the shop's role, CPU is of all processes of that server.
"""

import argparse
import random
import re
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

from stack import environment, place, postgres, supervisor  # noqa: E402

from bench import cpu  # noqa: E402
from bench.account import as_the_stacks_account  # noqa: E402

CLIENTS = 8
NODES = ("primary", "replica1", "replica2")
TEXTS = ("lamp", "table", "paper", "wool", "red", "box")
# Without the probe's questions and heartbeat, and the set-up of connections.
CALLS = """
SELECT coalesce(sum(calls), 0) FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
WHERE r.rolname = 'shop' AND toplevel AND query !~ 'pg_is_in_recovery|shop_heartbeat|^SET |^SELECT set_config'
"""


def discover(url: str) -> list[str]:
    import requests

    home = requests.get(url, timeout=10).text
    pages = sorted(set(re.findall(r'href="(/[cp]/[^"?#]+)"', home)))
    return ["/", *pages, *(f"/search/?q={text}" for text in TEXTS)]


def load(url: str, paths: list[str], seconds: float) -> int:
    """How many pages eight clients were given; every answer must be a page."""
    from tests.stack.visitors import Visitor

    end = time.monotonic() + seconds

    def client(number: int) -> int:
        visitor, pages = Visitor(url, f"reader-{number}"), 0
        while time.monotonic() < end:
            assert visitor.get(random.choice(paths)).status == 200  # noqa: S311
            pages += 1
        return pages

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(client, range(CLIENTS)))


def cpu_seconds(state) -> Counter:
    """Node → CPU that all its processes have used so far."""
    return Counter({node: cpu.seconds_used(state.pg / node) for node in NODES})


def statements(state) -> Counter:
    return Counter({node: int(postgres.psql(state, CALLS, "shop", node)) for node in NODES})


@dataclass
class Work:
    """`pages`: a second, of each round. `statements` and `cpu` (seconds) by node, of all rounds."""

    pages: list[float] = field(default_factory=list)
    statements: Counter = field(default_factory=Counter)
    cpu: Counter = field(default_factory=Counter)


def measure(rounds: int, seconds: float) -> dict[int, Work]:
    """Number of replicas → what was done."""
    from tests.app_host import AppHost

    state = place.state()
    replicas = environment.settings(state)["REPLICA_URLS"].split(",")
    found = {number: Work() for number in range(3)}
    with ExitStack() as hosts:
        urls = {}
        for number in found:
            own = ",".join(replicas[:number])
            host = AppHost(state, f"reads{number}", offset=1 + number, REPLICA_URLS=own)
            urls[number] = hosts.enter_context(host).url
        paths = discover(urls[0])
        for url in urls.values():
            load(url, paths, 3)  # warm
        for _ in range(rounds):
            for number, seen in found.items():
                before, cpu = statements(state), cpu_seconds(state)
                seen.pages.append(load(urls[number], paths, seconds) / seconds)
                seen.statements += statements(state) - before
                seen.cpu += cpu_seconds(state) - cpu
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=8)
    given = parser.parse_args()
    as_the_stacks_account(__file__)
    if not supervisor.is_running(place.state()):
        sys.exit("No stack is running here: `make up` starts it.")
    header = [f"{node:>22}" for node in NODES]
    print(f"{'replicas':<9} {'pages/s':>8} {''.join(header)}   (share of statements, share of CPU)")
    for number, seen in measure(given.rounds, given.seconds).items():
        shares = [f"{share(seen.statements, node):>14} {share(seen.cpu, node):>7}" for node in NODES]
        print(f"{number:<9} {median(seen.pages):8.1f} {''.join(shares)}")


def share(of: Counter, node: str) -> str:
    return f"{100 * of[node] / max(sum(of.values()), 1e-9):.0f} %"


if __name__ == "__main__":
    main()
