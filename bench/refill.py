"""How fast pages come back after a loss: through the running stack's Varnish, the hottest first.

    python bench/refill.py [--pages 10000] [--concurrency 4] [--rounds 1]

Run it where the stack runs (its settings, its Varnish), with at least as many products (`bin/manage load_demo
--products 10000`). Lost are, in turn, the pages alone (Varnish and Redis; cards and data stay in Memcached), and
everything. Printed are pages a second, the median answer, and the CPU of all the stack's processes for one page: that
tells also on a busy machine what the inner levels save. Visitors of that stack meet misses meanwhile.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

from stack import place  # noqa: E402

from bench import cpu  # noqa: E402
from bench.account import as_the_stacks_account  # noqa: E402

LOSSES = {"pages alone": ["pages"], "everything": ["pages", "fragments", "data"]}
FOLLOW_SECONDS = 2.0  # all processes see a new generation within one


def lose(names: list[str]) -> None:
    """What these caches hold, and all that Varnish holds."""
    from shop.caching.backends import generations

    for name in names:
        generations.bump(name)
    time.sleep(FOLLOW_SECONDS)
    told = ["varnishadm", "-n", str(place.state().varnish), "ban", "obj.status != 0"]
    subprocess.run(told, check=True, stdout=subprocess.DEVNULL)


class Refill(NamedTuple):
    rate: float  # pages a second
    answer_ms: float  # median
    cpu_ms: float  # of all processes, for one page


def refill(paths: list[str], concurrency: int) -> Refill:
    """Raises SystemExit when a page failed."""
    from django.conf import settings

    from shop.caching.warm import ask_for

    started, used = time.monotonic(), cpu.seconds_used(place.state().directory)
    answers = [answer for _address, _path, answer in ask_for(paths, settings.VARNISH_NODES[:1], concurrency)]
    seconds = time.monotonic() - started
    if bad := [answer for answer in answers if not answer.is_good]:
        raise SystemExit(f"{len(bad)} pages failed, the first with {bad[0]}")
    used = cpu.seconds_used(place.state().directory) - used
    answer_ms = 1000 * median(answer.seconds for answer in answers)
    return Refill(len(paths) / seconds, answer_ms, 1000 * used / len(paths))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--concurrency", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    as_the_stacks_account(__file__)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.deploy")
    import django

    django.setup()
    from shop.caching import warm
    from shop.caching.backends import watch

    warm.Pace.TIMES = float("inf")  # as fast as it goes
    watch.start()
    paths = warm.pages(given.pages)
    print(f"{len(paths):,} pages, {given.concurrency} at once")
    refill(paths, given.concurrency)  # all levels are full
    taken: dict[str, list[Refill]] = {name: [] for name in LOSSES}
    for _ in range(given.rounds):
        for name, caches in LOSSES.items():
            lose(caches)
            done = refill(paths, given.concurrency)
            taken[name].append(done)
            figures = f"{done.rate:6.1f} pages/s  median {done.answer_ms:5.1f} ms  CPU {done.cpu_ms:5.1f} ms a page"
            print(f"{name:12} {figures}", flush=True)
    pages, everything = ([median(column) for column in zip(*taken[name], strict=True)] for name in LOSSES)
    time_more, cpu_more = pages[0] / everything[0], everything[2] / pages[2]
    print(f"after losing everything: {time_more:.2f} times the time, {cpu_more:.2f} times the CPU")


if __name__ == "__main__":
    main()
