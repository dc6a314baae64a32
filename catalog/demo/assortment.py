"""What the demo shop sells, read from `words/`: departments, their categories, and a line for each product.

Products are numbered 1, 2, 3 … taking one from each category in turn, so that the first few of them already
fill the whole shop, and any number of them begins with the same ones.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path

WORDS = Path(__file__).parent / "words"
DEPARTMENTS = ("kitchen", "furniture", "lighting", "living", "desk", "wear", "play")


@dataclass(frozen=True)
class Brand:
    name: str
    code: str  # begins its part numbers
    country: str
    about: str


@dataclass(frozen=True)
class Department:
    """A top-level category."""

    name: str
    slug: str
    description: str
    tint: str  # the colour of its picture's background
    categories: tuple


@dataclass(frozen=True)
class Leaf:
    """A category that products are in; its sentences are shared out among its products."""

    name: str
    slug: str
    description: str
    noun: str
    made: list
    use: list
    care: list
    praise: list
    gripe: list
    measures: dict  # attribute code: (least, most)
    flags: dict  # attribute code: what is usual
    products: list
    sizes: tuple = ()
    size_factors: tuple = ()


@dataclass(frozen=True)
class Line:
    """One product as it is written down."""

    number: int
    row: int  # its place in its category, from 0
    department: Department
    leaf: Leaf
    title: str
    brand: Brand
    material: str
    dollars: int
    colours: tuple
    drawing: str
    opener: str


@cache
def words(name):
    """One file of `words/`; kept, so not to be changed."""
    return tomllib.loads((WORDS / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def brands():
    """All makers by name, in the order in which they are written down."""
    return {row["name"]: Brand(**row) for row in words("brands")["brand"]}


@cache
def departments():
    return tuple(_department(words(name)) for name in DEPARTMENTS)


@cache
def lines():
    """Every hand-written product, by number."""
    shelves = [[(dept, leaf, row) for row in leaf.products] for dept in departments() for leaf in dept.categories]
    in_turn = [entry for entries in zip_longest(*shelves) for entry in entries if entry]
    return tuple(_line(number, *entry) for number, entry in enumerate(in_turn, start=1))


def _department(table):
    leaves = tuple(Leaf(**leaf) for leaf in table["category"])
    return Department(table["name"], table["slug"], table["description"], table["tint"], leaves)


def _line(number, department, leaf, row):
    title, brand, material, dollars, colours, drawing, opener = row
    return Line(
        number, leaf.products.index(row), department, leaf, title, brands()[brand], material, dollars,
        tuple(colours.split()), drawing, opener,
    )  # fmt: skip
