"""What first passes cost with the page cache lost: without a data cache, with an empty one, from Memcached, from this
process.

    python bench/data_cache.py [--rounds 15] [--lists 300]

In process, from the database, Redis and Memcached that DATABASE_URL, REDIS_URL and MEMCACHED_NODES name (a stack's own,
or any on this machine; pages are kept under keys of this run). Cards are warm throughout. The ways take turns, so that
a busy machine is fair to all; medians over the rounds: queries, and ms of CPU here, of CPU in PostgreSQL, and of time.
Without replicas the primary is asked for its position: a query a page, and one for each piece of data that is made.
"""

import argparse
import os
import sys
import uuid
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def set_up():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
    import django

    django.setup()
    from shop.caching import versions

    run = f"bench-{uuid.uuid4().hex}:"
    versions.prefix = lambda: run
    versions.run(versions.EPOCH, [], "bench", uuid.uuid4().hex, 0)


def some_pages() -> dict[str, str]:
    from catalog.models import Category, Product

    category = Category.objects.filter(depth=1, is_active=True).order_by("path").first()
    product = Product.objects.live().order_by("-popularity").first()
    listed = category.get_absolute_url()
    return {
        "home": "/",
        "category": listed,
        "its page 2": f"{listed}?page=2",
        "product": product.get_absolute_url(),
        "search": "/search/?q=oak",
        "about": "/pages/about/",
    }


def list_pages(most: int) -> list[str]:
    from catalog.models import Category
    from catalog.queries.listing import category_listing
    from catalog.queries.selection import ListingQuery

    found = []
    for category in Category.objects.filter(is_active=True):
        pages = category_listing(category, ListingQuery()).pages
        found += [f"{category.get_absolute_url()}?page={page}" for page in range(1, pages + 1)]
    return found[:most]


def lose(way: str) -> None:
    """All pages; and data, but for what the way has left."""
    from shop.caching import data, versions
    from shop.caching.piece import Process
    from shop.db.visit import current_visit

    now = uuid.uuid4().hex
    versions.shell_key = lambda key: f"{versions.prefix()}{now}:{key}"
    data.current_visit = (lambda: None) if way == "without" else current_visit
    if way == "empty":
        versions.client().set(versions.prefix() + "epoch", uuid.uuid4().hex)
    if way != "process":
        data.process = Process()


def ask(client, path: str) -> tuple[int, float, float, float]:
    """Queries; CPU here and in PostgreSQL, and time, in ms."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        cpu, theirs, clock = process_time(), used_by(connection), perf_counter()
        assert client.get(path).status_code == 200, path
        clock = perf_counter() - clock
        return len(captured), (process_time() - cpu) * 1000, used_by(connection) - theirs, clock * 1000


def used_by(connection) -> float:
    """CPU in ms that the server process behind this connection has used so far."""
    nanoseconds = Path(f"/proc/{connection.connection.get_backend_pid()}/schedstat").read_text().split()[0]
    return int(nanoseconds) / 1e6


WAYS = ("without", "empty", "memcached", "process")


def pages(client, rounds: int) -> None:
    print(f"{'':12}" + "".join(f"{way + ': queries, ms':>36}" for way in WAYS))
    for name, path in some_pages().items():
        seen = {way: [] for way in WAYS}
        for _ in range(rounds):
            for way in WAYS:
                lose(way)
                seen[way].append(ask(client, path))
        medians = {way: [median(column) for column in zip(*rows, strict=True)] for way, rows in seen.items()}
        print(f"{name:12}" + "".join("{:>15.0f} {:6.1f} {:6.1f} {:6.1f}".format(*medians[way]) for way in WAYS))


def refill(client, most: int) -> None:
    """The lists of all categories, one after another, as after a loss of the page cache alone."""
    paths = list_pages(most)
    for path in paths:  # cards
        client.get(path)
    taken = {}
    for way in (*WAYS, *reversed(WAYS)):
        lose(way)
        took = [ask(client, path) for path in paths]
        taken.setdefault(way, []).append([sum(column) for column in zip(*took, strict=True)])
    print(f"\n{len(paths)} pages of lists: queries; CPU, PostgreSQL's CPU, time in s")
    for way, rounds in taken.items():
        queries, cpu, theirs, clock = (median(column) for column in zip(*rounds, strict=True))
        print(f"  data {way:10} {queries:6.0f} {cpu / 1000:7.2f} {theirs / 1000:7.2f} {clock / 1000:7.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--lists", type=int, default=300)
    given = parser.parse_args()
    set_up()
    from django.test import Client

    client = Client()
    client.get("/")  # compiles templates
    pages(client, given.rounds)
    refill(client, given.lists)


if __name__ == "__main__":
    main()
