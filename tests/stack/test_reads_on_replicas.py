"""Looking around the shop is the replicas' work: what the servers themselves say was asked of them.

A statement of a page carries its request's id and view as a comment (`/* id=… view=… */`), which pg_stat_statements
keeps, so a failure names the statement, the view and the visitor.
"""

import json
import random
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.stack.lagging import wait_until_caught_up
from tests.stack.visitors import Visitor

pytestmark = [pytest.mark.stack, pytest.mark.serial]

NODES = ("primary", "replica1", "replica2")
EACH = 60  # pages that each visitor looks at
LEAST_SHARE = 0.95
TEXTS = ("lamp", "table", "paper", "wool", "red", "tabel", "la", "small+box")
MACHINES = ("/sitemap.xml", "/sitemap-categories.xml", "/sitemap-products-0.xml", "/robots.txt", "/opensearch.xml")
PRIVATE = ("/cart/", "/account/login/")
OWN = ("/cart/", "/account/")
# The questions of probe, relay and its publisher of tasks, the set-up of a connection, and what psql and
# pg_stat_statements are asked.
BACKGROUND = re.compile(
    r"shop_heartbeat|shop_outbox|shop_task|next_change_at <= now|^SELECT pg_current_wal_lsn|pg_is_in_recovery|"
    r"^(SET|SHOW|SELECT pg_stat|SELECT set_config)",
    re.IGNORECASE,
)
STATEMENTS = """
SELECT json_agg(json_build_array(calls, query))
FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid WHERE r.rolname = 'shop' AND toplevel
"""


def discover(stack) -> list[str]:
    """Home, categories with facets, pages and sorts, products, searches, suggestions, texts, machines' files."""
    home = stack.get("/", "app1").text
    categories = sorted(set(re.findall(r'href="(/c/[^"?#]+)"', home)))
    products = sorted(set(re.findall(r'href="(/p/[^"?#]+)"', home)))
    chosen = []
    for category in categories:
        page = stack.get(category, "app1").text
        narrowed = [link.replace("&amp;", "&") for link in re.findall(rf'href="({category}\?[^"]+)"', page)]
        chosen += random.sample(narrowed, min(6, len(narrowed)))
        chosen += [f"{category}?sort=price", f"{category}?page=2"]
        products += re.findall(r'href="(/p/[^"?#]+)"', page)[:4]
    searches = [f"/search/?q={text}" for text in TEXTS] + [f"/search/suggest/?q={text[:3]}" for text in TEXTS]
    return ["/", "/pages/delivery/", "/p/no-such-thing/", *categories, *chosen, *products, *searches, *MACHINES]


def statements(stack, node: str) -> list[tuple[int, str]]:
    """(calls, text) of what pages have asked of this node since the last reset."""
    rows = json.loads(stack.psql(STATEMENTS, node=node) or "[]") or []
    return [(calls, " ".join(text.split())) for calls, text in rows if not BACKGROUND.search(text)]


class Browsing:
    """Visitors of each kind at each address, all at once."""

    def __init__(self, visitors: list[tuple[Visitor, tuple[str, ...]]], paths: list[str]):
        self.visitors, self.paths = visitors, paths
        self.pages: Counter = Counter()  # (kind of visitor, node, why) → pages
        self.statuses: Counter = Counter()
        self.statements = 0  # as the pages themselves say
        self.on_primary: list[str] = []
        self.excused = 0  # statements that the primary took because no replica was there: this machine may be starved

    def run(self) -> None:
        with ThreadPoolExecutor(len(self.visitors)) as pool:
            list(pool.map(self._look_around, self.visitors))

    def _look_around(self, each: tuple[Visitor, tuple[str, ...]]) -> None:
        visitor, own = each
        for path in [*own, *random.choices(self.paths, k=EACH)]:
            answer = visitor.get(path)
            self.statuses[answer.status] += 1
            if answer.headers["X-Cache"] in ("hit", "grace"):
                continue  # who served it when it was stored is no news
            for node, queries, why in answer.served_by:
                self.statements += queries
                self.pages[visitor.name, node, why] += 1
                if why == "fallback":
                    self.excused += queries
                elif "primary" in node:
                    self.on_primary.append(f"{visitor.name} {path}: {why}")


@pytest.fixture
def browsing(stack):
    """Anonymous, with a cart, signed in; at the front door and straight at both app hosts. Their writes are over."""
    variant = stack.psql("SELECT variant_id FROM catalog_stock WHERE on_hand - reserved > 9 ORDER BY 1 LIMIT 1")
    visitors = []
    for layer in ("lb", "app1", "app2"):
        guest = Visitor(stack.url_of(layer), f"guest-{layer}")
        guest.fill_cart(variant)
        customer = Visitor(stack.url_of(layer), f"signed-in-{layer}-{time.time_ns() % 10**9}")
        customer.sign_up()
        anonymous = Visitor(stack.url_of(layer), f"anonymous-{layer}")
        visitors += [(anonymous, PRIVATE), (guest, OWN[:1]), (customer, OWN)]
    paths = discover(stack)
    stack.stop("worker")  # its tasks read and write as the same role
    for name in ("replica1", "replica2"):
        wait_until_caught_up(stack, name)
    time.sleep(1.5)  # the probes have heard of it
    yield Browsing(visitors, paths)
    stack.start("worker")


def test_browsing_reads_replicas(stack, browsing, capsys):
    for node in NODES:
        stack.psql("SELECT pg_stat_statements_reset()", node=node)
    browsing.run()
    asked = {node: statements(stack, node) for node in NODES}
    calls = {node: sum(times for times, _text in found) for node, found in asked.items()}
    share = 1 - calls["primary"] / sum(calls.values())
    with capsys.disabled():
        print(f"\n{sum(browsing.statuses.values())} pages: {dict(browsing.statuses)}; statements by node: {calls}")
        print(f"  on replicas: {100 * share:.2f} %; by reason: {by_reason(browsing)}")
    unneeded = "\n".join(f"{times} x {text[:400]}" for times, text in asked["primary"])
    assert set(browsing.statuses) <= {200, 302, 404}
    assert sum(calls.values()) >= browsing.statements, "the servers know less than the pages"  # Varnish also refreshes
    assert share >= LEAST_SHARE, unneeded
    assert browsing.on_primary == []
    assert not unneeded or browsing.excused, f"pages asked the primary without need:\n{unneeded}"
    assert min(calls["replica1"], calls["replica2"]) > 0.4 * max(calls["replica1"], calls["replica2"])


def by_reason(browsing: Browsing) -> dict[str, int]:
    found: Counter = Counter()
    for (_visitor, node, why), pages in browsing.pages.items():
        found[f"{node} {why}"] += pages
    return dict(sorted(found.items()))
