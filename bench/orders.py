"""Orders a second: one variant that all want, and many variants; beside the least that an order could be.

    make bench        (after bench/speed.py; python bench/orders.py [--processes 4] [--seconds 3] [--rounds 3])

In a database of its own on the running stack's primary (DATABASE_URL chooses another server, whose role may make
databases). Processes place orders one after another, as uWSGI's do, without HTTP: the pages cost several times as much,
and bench/flash_sale.py measures with them. "The least" is one transaction of two statements: a row inserted, and stock
changed where there is enough. Rounds take turns, so that a busy machine is fair to all; figures are medians.
"""

import argparse
import multiprocessing
import os
import random
import sys
import time
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

VARIANTS = 500
PLENTY = 10**8
LEAST = """
WITH written AS (INSERT INTO bench_order (variant_id) VALUES (%s) RETURNING variant_id)
UPDATE bench_stock SET reserved = reserved + 1
WHERE variant_id = (SELECT variant_id FROM written) AND on_hand > reserved
"""
TABLES = """
CREATE TABLE bench_order (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, variant_id bigint NOT NULL);
CREATE TABLE bench_stock (variant_id bigint PRIMARY KEY, on_hand int NOT NULL, reserved int NOT NULL);
INSERT INTO bench_stock SELECT variant_id, on_hand, 0 FROM catalog_stock;
"""
KINDS = {
    "the least, many variants": ("least", VARIANTS, 1),
    "the least, one variant": ("least", 1, 1),
    "order of a line, many variants": ("place", VARIANTS, 1),
    "order of a line, one variant": ("place", 1, 1),
    "order of 5 lines, many variants": ("place", VARIANTS, 5),
    "order of a line, paid, many variants": ("pay", VARIANTS, 1),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    surroundings()
    import django

    django.setup()
    from django.db import connection

    own = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    os.environ["DATABASE_URL"] = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{own}").geturl()
    try:
        variants = prepare(connection)
        connection.close()
        rates = measure(given, variants)
    finally:
        connection.creation.destroy_test_db("bench", verbosity=0)
    tell(given, rates)


def surroundings() -> None:
    """Of the running stack, where the environment names no database."""
    if "DATABASE_URL" not in os.environ:
        from stack import environment, place, supervisor

        from bench.account import as_the_stacks_account

        as_the_stacks_account(__file__)
        state = place.state()
        if not supervisor.is_running(state):
            sys.exit("No stack is running here: `make up` starts it.")
        os.environ |= environment.settings(state)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "settings.test", "REPLICA_URLS": ""}
    os.environ.setdefault("SECRET_KEY", "bench")


def prepare(connection) -> list[int]:
    from checkout.tests.races.goods import make_variants

    variants = [variant.pk for variant in make_variants(*[PLENTY] * VARIANTS)]
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        cursor.execute("ANALYZE")
    return variants


def measure(given, variants: list[int]) -> dict[str, list[float]]:
    """Orders a second in each round. Each process has its own Django and connection."""
    rates: dict[str, list[float]] = {name: [] for name in KINDS}
    with multiprocessing.get_context("spawn").Pool(given.processes, begin) as pool:
        for _ in range(given.rounds):
            for name, (what, among, lines) in KINDS.items():
                jobs = [(what, variants[:among], lines, given.seconds)] * given.processes
                rates[name].append(sum(pool.starmap(work, jobs, chunksize=1)))
    return rates


def begin() -> None:
    import django

    django.setup()


def work(what: str, variants: list[int], lines: int, seconds: float) -> float:
    """Orders a second of this process."""
    from django.db import connection

    order = {"least": least, "place": place, "pay": pay}[what]
    choose = random.Random(os.getpid())  # noqa: S311
    connection.ensure_connection()
    began, count = time.monotonic(), 0
    while time.monotonic() - began < seconds:
        order(connection, choose.sample(variants, lines))
        count += 1
    return count / (time.monotonic() - began)


def least(connection, wanted: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LEAST, wanted)


def place(connection, wanted: list[int]):
    from uuid import uuid4

    from catalog.models import Variant
    from checkout.place_order import place_order
    from checkout.tests.races.goods import purchase

    variants = [Variant(pk=pk, product_id=pk, sku=str(pk)) for pk in wanted]
    return place_order(purchase(*((variant, 1) for variant in variants)), uuid4())


def pay(connection, wanted: list[int]) -> None:
    from checkout.pay import count_payment
    from checkout.tests.races.goods import payment_of

    count_payment(payment_of(place(connection, wanted)).pk)


def tell(given, rates: dict[str, list[float]]) -> None:
    print(f"\n{given.processes} processes, without HTTP {'':<18} {'orders/s':>9} {'of the least':>13}")
    measure_of = {among: median(rates[name]) for name, (what, among, _) in KINDS.items() if what == "least"}
    for name, (_, among, _) in KINDS.items():
        rate = median(rates[name])
        print(f"  {name:<42} {rate:>9,.0f} {rate / measure_of[among]:>13.2f}")
    hot, spread = (median(rates[f"order of a line, {variants}"]) for variants in ("one variant", "many variants"))
    print(f"  one variant that all want: {hot / spread:.2f} of many")


if __name__ == "__main__":
    main()
