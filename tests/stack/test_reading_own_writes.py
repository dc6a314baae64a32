"""Nobody sees the past of their own cart, however far the replicas lag.

Fifty visitors write a quantity and read it from the cart's page, which no cache keeps and which asks the database for
its lines. `--pairs 10000` runs the figure of docs/replicas.md; with the pin off the same visitors must see the past.
"""

import itertools
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.app_host import AppHost
from tests.stack.lagging import LaggingReplicas, wait_until_caught_up
from tests.stack.visitors import Visitor

pytestmark = [pytest.mark.stack, pytest.mark.serial]

VISITORS = 50
SIGNED_IN = 10  # of them; a log-in costs a second of hashing
PAIRS_WITHOUT_PIN = 250
PAIRS_WITHOUT_CACHES = 300
MOST_QUANTITY = 90
FOR_SALE = f"""
SELECT s.variant_id FROM catalog_stock s JOIN catalog_variant v ON v.id = s.variant_id
JOIN catalog_product p ON p.id = v.product_id
WHERE s.on_hand - s.reserved >= {MOST_QUANTITY} AND p.price IS NOT NULL AND v.is_active ORDER BY 1 LIMIT 1
"""


class Pairs:
    """What the visitors did, counted together."""

    def __init__(self, wanted: int):
        self.wanted = wanted
        self.past: list[str] = []
        self.served: Counter = Counter()  # (node, reason) → pages read
        self.slowest_read_seconds = 0.0
        self.seconds = 0.0
        self.done = 0
        self._numbers = itertools.count()

    def run(self, visitors: list[Visitor]) -> None:
        started = time.monotonic()
        with ThreadPoolExecutor(len(visitors)) as pool:
            list(pool.map(self._play, visitors))
        self.seconds = time.monotonic() - started

    def _play(self, visitor: Visitor) -> None:
        for turn in itertools.count():
            if next(self._numbers) >= self.wanted:
                return
            self._pair(visitor, 2 + turn % (MOST_QUANTITY - 1))

    def _pair(self, visitor: Visitor, written: int) -> None:
        visitor.write_quantity(written)
        if random.random() < 0.5:
            time.sleep(random.uniform(0, 1))  # by then some replica may have replayed it, and another not
        started = time.monotonic()
        read, answer = visitor.read_quantity()
        self.slowest_read_seconds = max(self.slowest_read_seconds, time.monotonic() - started)
        self.done += 1
        for node, _queries, why in answer.served_by:
            self.served[node, why] += 1
        if read != written:
            self.past.append(f"{visitor.name} wrote {written}, read {read}: {answer.served_by}")

    def report(self, lagging: LaggingReplicas) -> str:
        delays = f"{len(lagging.delays)} delays of 0 to {max(lagging.delays):.1f} s"
        lines = [
            f"{self.done} pairs by {VISITORS} visitors in {self.seconds:.0f} s, {self.done / self.seconds:.0f}/s",
            f"  {len(self.past)} reads of the past; slowest read {self.slowest_read_seconds * 1000:.0f} ms",
            f"  {delays}, one pause of {lagging.paused_seconds:.0f} s",
        ]
        lines += [f"  read from {node}, {why}: {pages}" for (node, why), pages in sorted(self.served.items())]
        pinned = {key: pages for key, pages in self.served.items() if key[1] in ("pinned", "behind")}
        if pinned:
            share = sum(pages for (node, _why), pages in pinned.items() if "replica" in node) / sum(pinned.values())
            lines.append(f"  pinned reads served by replicas: {100 * share:.0f} %")
        return "\n".join(lines)


@pytest.fixture(scope="module")
def visitors(stack):
    """Each with a cart of one line; the first ten have an account. All replicas have seen that."""
    variant = stack.psql(FOR_SALE)
    made = [Visitor(stack.url, f"owner-{number}-{time.time_ns() % 10**9}") for number in range(VISITORS)]
    for number, visitor in enumerate(made):
        if number < SIGNED_IN:
            visitor.sign_up()
        visitor.fill_cart(variant)
    for name in ("replica1", "replica2"):
        wait_until_caught_up(stack, name)
    return made


def test_nobody_reads_their_own_past(stack, visitors, pytestconfig, capsys):
    pairs = Pairs(pytestconfig.getoption("pairs"))
    with LaggingReplicas(stack) as lagging:
        pairs.run(visitors)
    with capsys.disabled():
        print("\n" + pairs.report(lagging))
    assert pairs.past == []
    assert pairs.served, "no page says which node served it: SHOW_DATABASE must be on in the test stack"
    assert {"replica1", "replica2"} < {node for node, _why in pairs.served}, "the pin kept all away from some node"


def test_the_pin_needs_no_cache_server(stack, visitors, capsys):
    """It travels in a cookie. Sessions come from the database then, where the same rule holds.

    Straight at an app host: fifty visitors keep it so busy that on a starved machine Varnish takes both for ill.
    """
    pairs = Pairs(PAIRS_WITHOUT_CACHES)
    servers = ("redis", "memcached1", "memcached2")
    for server in servers:
        stack.stop(server)
    try:
        with LaggingReplicas(stack) as lagging:
            pairs.run([visitor.at(stack.url_of("app1")) for visitor in visitors])
    finally:
        for server in servers:
            stack.start(server)
        stack.wait_until_well(*servers)
    with capsys.disabled():
        print("\nNo cache server: " + pairs.report(lagging))
    assert pairs.past == []


def test_without_the_pin_many_do(stack, visitors, capsys):
    """Proves that the test above can fail."""
    pairs = Pairs(PAIRS_WITHOUT_PIN)
    with AppHost(stack.state, PIN="off") as host, LaggingReplicas(stack) as lagging:
        pairs.run([visitor.at(host.url) for visitor in visitors])
    with capsys.disabled():
        print("\nPIN=off: " + pairs.report(lagging))
    assert len(pairs.past) > 0
