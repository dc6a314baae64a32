"""Nothing is stale: a second after a commit, or after a moment that somebody set, no layer serves what was before.

Small editions of bench/staleness.py, which gives the figures.
"""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.stack.edits import edits_amid_faults, wait_until_told, watched_edits
from tests.stack.freshness import FRESH_SECONDS, judge, still_old, title
from tests.stack.mass import mass_edit
from tests.stack.visitors import Visitor
from tests.stack.watching import LAYERS, Subjects

pytestmark = [pytest.mark.stack, pytest.mark.serial]


def assert_fresh(edits, observations):
    late = judge(edits, observations)
    assert not observations.errors
    assert {one.edit.number for one in late if one.new is not None} == {edit.number for edit in edits}
    assert not still_old(late)
    assert max(one.old for one in late) < FRESH_SECONDS


def test_edits_of_all_kinds_among_readers(stack):
    assert_fresh(*watched_edits(stack, 20, products=4, readers=8, last_seconds=1))


def test_edits_while_a_replica_is_late(stack):
    """Five seconds late, pages are never read from it: what they show is on the other one, or on the primary."""
    assert_fresh(*watched_edits(stack, 5, products=2, readers=4, lagging=5, last_seconds=3))


def test_relay_killed_and_varnish_and_redis_restarted(stack):
    old, _seconds = edits_amid_faults(stack, 60, kills=3, products=10)
    assert not old


TIMED = {
    "on sale": "UPDATE catalog_price SET sale_amount = 0.77, sale_from = {start}, sale_until = {end} "
    "WHERE variant_id IN (SELECT id FROM catalog_variant WHERE product_id = {product})",
    "live": "UPDATE catalog_product SET publish_at = {start}, unpublish_at = {end} WHERE id = {product}",
}
UNTIMED = {
    "on sale": "UPDATE catalog_price SET sale_amount = NULL, sale_from = NULL, sale_until = NULL "
    "WHERE variant_id IN (SELECT id FROM catalog_variant WHERE product_id = {product})",
    "live": "UPDATE catalog_product SET publish_at = NULL, unpublish_at = NULL WHERE id = {product}",
}


@pytest.mark.parametrize("what", TIMED)
def test_time_writes_too(stack, what):
    """A product is put on sale, or published, for a while that begins 1.5 s from now; nothing is written meanwhile."""
    with Subjects(stack, 1) as subjects:
        product, paths = subjects[0].product, subjects[0].paths[:3]
        time.sleep(FRESH_SECONDS)
        start = time.time() + 1.5
        end = start + 1.6
        try:
            timed = {"start": f"to_timestamp({start})", "end": f"to_timestamp({end})", "product": product}
            stack.psql(TIMED[what].format(**timed))
            pages = [(stack.url_of(layer), path) for layer in LAYERS for path in paths]
            sign = "$0.77" if what == "on sale" else title(product, 0)
            time.sleep(max(start - FRESH_SECONDS / 2 - time.time(), 0))
            with ThreadPoolExecutor(len(pages)) as pool:
                looked = list(pool.map(lambda page: look(*page, sign, until=end + 1.3), pages))
        finally:
            stack.psql(UNTIMED[what].format(product=product))
    for (url, path), answers in zip(pages, looked, strict=True):
        for asked, received, shown in answers:
            must = start + FRESH_SECONDS < asked and received < end
            may = start < received and asked < end + FRESH_SECONDS
            assert may if shown else not must, f"{url}{path} {asked - start:+.2f} s from the beginning"
        assert {shown for _asked, _received, shown in answers} == {True, False}


def look(url: str, path: str, sign: str, until: float) -> list[tuple[float, float, bool]]:
    """When it was asked, when answered, and whether the sign was there, again and again until this moment."""
    visitor, answers = Visitor(url), []
    while time.time() < until:
        asked = time.time()
        text = visitor.get(path).text
        answers.append((asked, time.time(), sign in text))
        time.sleep(0.03)
    return answers


def test_what_is_a_visitors_own_changes_from_elsewhere(stack):
    visitor = Visitor(stack.url, f"Renate{time.time_ns()}")
    visitor.sign_up()
    ways = [visitor.at(stack.url_of(layer)) for layer in LAYERS]
    assert all(visitor.name in way.get("/").text for way in ways)
    stack.psql(f"UPDATE accounts_customer SET name = 'Ottilie' WHERE name = '{visitor.name}'")
    time.sleep(FRESH_SECONDS)
    assert all("Ottilie" in way.get("/").text for way in ways)


def test_every_product_by_one_statement(stack):
    """So many that pages are purged by category, not by product."""
    seen = mass_edit(stack, 10_000, clients=8, think_seconds=0.05, seconds=2)
    assert len(seen.during) > 50
    assert not seen.errors
    assert not seen.stale


@pytest.mark.parametrize(("relay", "seconds"), [("lives", FRESH_SECONDS), ("is killed", 20)])
def test_a_page_that_is_under_way_while_it_is_purged(stack, relay, seconds):
    """Held up between application and Varnish until Varnish has been told: it is purged once more, by this relay or by
    the next.
    """
    with Subjects(stack, 1) as subjects:
        product, category = subjects[0].product, subjects[0].paths[1]
        for edit in range(1, 20):
            paths = [f"{category}?sort=price&price_min=0.{edit:02}{number:02}" for number in range(12)]
            with ThreadPoolExecutor(len(paths)) as pool:
                answers = pool.map(lambda path: (stack.get(path, "varnish").text, time.monotonic()), paths)
                time.sleep(0.05)
                told = edit_while_held_up(stack, product, edit, kill=relay == "is killed")
            late = [
                path
                for path, (text, received) in zip(paths, answers, strict=True)
                if received > told and title(product, edit - 1) in text
            ]
            if late:
                break
        assert late, "no page was under way"
        deadline = time.monotonic() + seconds
        while not all(title(product, edit) in stack.get(path, "varnish").text for path in late):
            assert time.monotonic() < deadline
            time.sleep(0.1)


def edit_while_held_up(stack, product: int, edit: int, kill: bool) -> float:
    hosts = ("nginx-app1", "nginx-app2")
    for host in hosts:
        stack.freeze(host)
    try:
        stack.psql(f"UPDATE catalog_product SET title = '{title(product, edit)}' WHERE id = {product}")
        wait_until_told(stack, 20)
        if kill:
            stack.kill("relay")
        return time.monotonic()
    finally:
        for host in hosts:
            stack.thaw(host)
