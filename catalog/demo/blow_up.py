"""Products by the hundred thousand for load work, made by the database itself in batches (blow_up.sql).

A generated product is a hand-written one seen through its own number: another name, maker, colour, price, stock. Its
pictures are those of the hand-written one, so no file is added. Number n is the same product in every shop.
"""

import json
from dataclasses import asdict
from itertools import product as combinations
from pathlib import Path

from django.db import connection, transaction

from catalog.demo.assortment import lines, words
from catalog.demo.groundwork import add_brands, slug_of
from catalog.demo.plan import PICTURE_SIDE, RATES, planned
from catalog.models import Brand, Category

BATCH = 5000
MAKERS = 400  # generated makers, beside the hand-written ones
PREPARE, MAKE = ((Path(__file__).parent / name).read_text() for name in ("blow_up_prepare.sql", "blow_up.sql"))


def generate(first, last, progress):
    """Inserts the generated products numbered first…last; a batch is one transaction, derived columns and all."""
    if first > last:
        return
    add_brands((name, slug_of(name)) for name in _makers())
    with connection.cursor() as cursor:
        cursor.execute(PREPARE, {"patterns": json.dumps(_patterns()), "brands": _brand_ids()})
        for start, count in progress.over("Products", _batches(first, last), last - first + 1):
            _make(cursor, start, start + count - 1)
        cursor.execute("ANALYZE catalog_product, catalog_listing, catalog_variant, catalog_price, catalog_stock")


def _batches(first, last):
    for start in range(first, last + 1, BATCH):
        count = min(BATCH, last - start + 1)
        yield (start, count), count


def _make(cursor, first, last):
    names = words("names")
    with transaction.atomic():
        cursor.execute(
            MAKE,
            {
                "first": first,
                "last": last,
                "first_syllables": names["first"],
                "middle_syllables": names["middle"],
                "last_syllables": names["last"],
                "adjectives": names["adjectives"],
                "authors": words("reviews")["authors"],
                "euro_rate": RATES["EUR"],
                "picture_side": PICTURE_SIDE,
            },
        )


def _makers():
    names = words("names")
    stems = [first + last.lower() for last, first in combinations(names["last"], names["first"])]
    return [f"{stems[place * 3]} {names['makers'][place % len(names['makers'])]}" for place in range(MAKERS)]


def _brand_ids():
    """Ids of all makers, the hand-written ones first: the earlier, the more products it makes."""
    wanted = list(dict.fromkeys([*(line.brand.name for line in lines()), *_makers()]))
    ids = dict(Brand.objects.filter(name__in=wanted).values_list("name", "id"))
    return [ids[name] for name in wanted]


def _patterns():
    """What generated products are made after, the most frequent first."""
    categories = dict(Category.objects.values_list("url_path", "id"))
    return [_pattern(planned(line.number), categories) for line in lines()]


def _pattern(plan, categories):
    line = plan.line
    leaf = asdict(line.leaf)
    return {
        "rank": line.number - 1,
        "category_id": categories[f"{line.department.slug}/{line.leaf.slug}"],
        "dollars": line.dollars,
        "material": line.material,
        "colours": line.colours,
        "attributes": {code: value for code, value in plan.attributes.items() if code != "color"},
        "files": [picture.file for picture in plan.pictures],
        **{key: leaf[key] for key in ("noun", "sizes", "size_factors", "made", "use", "care", "praise", "gripe")},
    }
