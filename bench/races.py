"""Thousands of races for the last piece: what was oversold, undersold, placed or charged twice?

    DATABASE_URL=postgres://… python bench/races.py [--races 10000] [--full 50]

Needs a PostgreSQL server whose role may make a database; everything happens in one of its own, which is dropped. The
races are those of checkout/tests/races, where each is first lost with its guard taken out: buyers are threads, with a
connection each, that start from one barrier. `--races` are small ones, shared out over the kinds; `--full` are races of
64 buyers for 1, 5 and 50 pieces. All figures of a table's right half must be 0.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("SECRET_KEY", "bench")
os.environ.setdefault("REPLICA_URLS", "")
os.environ["DJANGO_SETTINGS_MODULE"] = "settings.test"

import django  # noqa: E402
from django.db import connection  # noqa: E402

FAULTS = ("oversold", "undersold", "double", "deadlocks", "errors")
SHARES = {"buyers": 0.6, "lines": 0.1, "crosswise": 0.1, "one key": 0.1, "many wishes": 0.1}  # of --races


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--races", type=int, default=10_000)
    parser.add_argument("--full", type=int, default=50)
    given = parser.parse_args()
    django.setup()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        is_clean = run(given)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    sys.exit(not is_clean)


def run(given) -> bool:
    from checkout.tests.races import scenes
    from checkout.tests.races.at_once import Crowd

    print(f"{'':<44}{'races':>8}{'attempts':>10}{'oversold':>10}{'undersold':>10}{'double':>8}"
          f"{'deadlocks':>10}{'errors':>8}{'stock wrong':>12}{'“try again”':>12}{'s':>7}")  # fmt: skip
    total, began = scenes.Outcome(), time.monotonic()
    with Crowd(64) as scenes.at_once:
        for name, count, races in kinds(given):
            total.add(show(name, islice(cycle(races), count)))
    print_line("all", total, time.monotonic() - began)
    return total.is_clean


def kinds(given):
    """(name, how many, what to run in turn)"""
    from checkout.tests.races.goods import make_variants
    from checkout.tests.races.scenes import crosswise, many_wishes, one_key, sell_out

    def count(kind: str) -> int:
        return round(given.races * SHARES[kind])

    few = make_variants(10**6, 10**6, 10**6, 10**6)
    some = [lambda stock=stock: sell_out(stock, 4) for stock in (1, 2, 3)]
    yield "4 buyers, 1 to 3 pieces", count("buyers"), some
    yield "4 buyers, two lines of one variant", count("lines"), [lambda: sell_out(7, 4, lines=(2, 1))]
    yield (
        "3 orders crosswise over 4 variants",
        count("crosswise"),
        [lambda: crosswise(few, (0, 1, 2), (3, 2, 1), (2, 0))],
    )
    yield "4 clicks with one key", count("one key"), [lambda: one_key(4)]
    yield "two charges, clock and buyer, each twice", count("many wishes"), [many_wishes]
    full = [lambda stock=stock: sell_out(stock, 64) for stock in (1, 5, 50)]
    yield "64 buyers, 1, 5 and 50 pieces", given.full, full


def show(name: str, races: "islice[Callable]"):
    from checkout.tests.races.scenes import Outcome

    outcome, began = Outcome(), time.monotonic()
    for race in races:
        outcome.add(race())
    print_line(name, outcome, time.monotonic() - began)
    for sentence in outcome.wrong[:5]:
        print("   ", sentence)
    return outcome


def print_line(name: str, outcome, seconds: float) -> None:
    faults = [getattr(outcome, fault) for fault in FAULTS]
    widths = (10, 10, 8, 10, 8)
    print(f"{name:<44}{outcome.races:>8,}{outcome.attempts:>10,}"
          + "".join(f"{fault:>{width},}" for fault, width in zip(faults, widths, strict=True))
          + f"{len(outcome.wrong):>12,}{outcome.busy:>12,}{seconds:>7,.0f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
