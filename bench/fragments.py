"""What warm fragments save: the 24 cards of a list, drawn anew and taken from Memcached, in turn in one run.

    python bench/fragments.py [--rounds 40]

Needs the Memcached nodes of the running stack (MEMCACHED_NODES), and no database: the products are made up. Printed are
medians over the rounds, in ms of CPU and of time, and the share that is left.
"""

import argparse
import os
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

CARDS, TIMES = 24, 10  # in a list; lists a round


def set_up():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
    import django

    django.setup()


def products():
    from catalog.models import Brand, Product

    brand = Brand(pk=1, name="Halden")
    return [
        Product(
            pk=number,
            title=f"Blue mug {number}",
            slug=f"blue-mug-{number}",
            brand=brand,
            version=1,
            updated_at=datetime.now(UTC),
            price=Decimal("12.50"),
            list_price=Decimal("15.00"),
            stock_band=1,
            image_file=f"products/mug {number}.jpg",
            image_width=900,
            image_height=1200,
            rating=Decimal("4.5"),
            rating_count=9,
        )
        for number in range(1, CARDS + 1)
    ]


def draw(shown, cache_on: bool) -> tuple[float, float]:
    """CPU and time of one list, in ms."""
    from django.conf import settings
    from django.template.loader import get_template

    settings.CACHE_ON = cache_on
    template, context = get_template("catalog/_cards.html"), {"products": shown, "first_pictures": "main eager eager"}
    cpu, clock = process_time(), perf_counter()
    for _ in range(TIMES):
        template.render(context)
    return (process_time() - cpu) * 1000 / TIMES, (perf_counter() - clock) * 1000 / TIMES


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    set_up()
    from shop.caching.fragments import begin_counting, counts

    shown = products()
    pairs = [(draw(shown, False), draw(shown, True)) for _ in range(rounds)]
    begin_counting()
    draw(shown, True)
    print(f"{CARDS} cards, medians of {rounds} rounds; found in the end: {counts()}")
    for number, name in enumerate(("CPU", "time")):
        anew, warm = (median(pair[way][number] for pair in pairs) for way in (0, 1))
        print(f"{name:5} anew {anew:6.2f} ms   warm {warm:6.2f} ms   {warm / anew:.2f}")


if __name__ == "__main__":
    main()
