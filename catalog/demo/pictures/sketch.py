"""Which pictures the demo has, and what each shows. Worker processes import this: no Django in here."""

from typing import NamedTuple

from catalog.demo.assortment import departments, lines
from catalog.demo.pictures import everything  # noqa: F401
from catalog.demo.pictures.banner import banner
from catalog.demo.pictures.drawing import PLACES
from catalog.demo.pictures.frame import picture
from catalog.demo.plan import category_picture, planned

PIECES = 4  # products on the picture of a category


class Sketch(NamedTuple):
    """What is to be drawn into which file; `arguments` are those of banner() or picture()."""

    file: str
    is_banner: bool
    arguments: tuple


def draw(sketch):
    """The bytes of a JPEG."""
    return (banner if sketch.is_banner else picture)(*sketch.arguments)


def sketches(products):
    """Those of all categories and of the first so many products."""
    for department in departments():
        yield _banner_of(department, department.slug, department)
        for leaf in department.categories:
            yield _banner_of(department, f"{department.slug}/{leaf.slug}", leaf)
    for number in range(1, products + 1):
        plan = planned(number)
        for shown in plan.pictures:
            yield Sketch(shown.file, False, (plan.line.drawing, shown.colour, number, shown.view))


def _banner_of(department, url_path, category):
    """A department shows one product of each of its categories, a category some of its own."""
    if category is department:
        chosen = [line for line in lines() if line.department is department and line.row == 0]
    else:
        mine = [line for line in lines() if line.leaf is category]
        usual = max(("floor", "wall", "hanging"), key=lambda place: sum(PLACES[line.drawing] == place for line in mine))
        chosen = [line for line in mine if PLACES[line.drawing] == usual][:PIECES]
    pieces = tuple((line.drawing, line.colours[0], line.number) for line in chosen)
    return Sketch(category_picture(url_path), True, (pieces, department.tint))
