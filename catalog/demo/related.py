"""Which product of the demo leads to which: its neighbours in the category, and what goes with it from elsewhere."""

from functools import cache
from typing import NamedTuple

from catalog.demo.assortment import lines

GOES_WITH = {
    "mugs": "kettles-and-pots", "bowls-and-plates": "bottles-and-carafes", "bottles-and-carafes": "mugs",
    "kettles-and-pots": "mugs", "chairs": "cushions", "tables": "chairs", "shelves": "vases",
    "table-lamps": "tables", "floor-lamps": "chairs", "pendant-lamps": "tables", "cushions": "throws-and-rugs",
    "throws-and-rugs": "floor-lamps", "vases": "candles", "candles": "vases", "clocks": "posters", "posters": "shelves",
    "notebooks": "pens", "pens": "notebooks", "headphones": "speakers", "speakers": "shelves", "bags": "hats",
    "tops": "bags", "hats": "tops", "nesting-dolls": "wooden-toys", "wooden-toys": "nesting-dolls",
    "plant-pots": "garden-tools", "garden-tools": "plant-pots",
}  # fmt: skip


class Pair(NamedTuple):
    number: int
    to: int
    kind: str
    position: int


@cache
def related_pairs():
    """For each product four neighbours and two that go with it, wherever there are as many."""
    shelves = {}
    for line in lines():
        shelves.setdefault(line.leaf.slug, []).append(line.number)
    return tuple(pair for line in lines() for pair in _pairs(line, shelves))


def _pairs(line, shelves):
    neighbours = _following(shelves[line.leaf.slug], line.row, 4)
    matching = _following(shelves[GOES_WITH[line.leaf.slug]], line.row + 4, 2)
    for kind, numbers in (("related", neighbours), ("cross-sell", matching)):
        for position, number in enumerate(numbers):
            yield Pair(line.number, number, kind, position)


def _following(shelf, row, count):
    """The next numbers after this place, going round."""
    return [shelf[(row + step) % len(shelf)] for step in range(1, count + 1)]
