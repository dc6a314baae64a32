"""Puts a drawing into its room: as large as suits it, standing on the floor, hanging from above, or on the wall."""

from catalog.demo.pictures.backdrop import room
from catalog.demo.pictures.colour import named
from catalog.demo.pictures.drawing import DRAWINGS, PLACES, Look
from catalog.demo.pictures.measure import measured

WIDEST, HIGHEST, HIGHEST_ON_WALL = 830, 760, 900  # units; the picture has 1200
MOST_ZOOM = 1.75
FEET = 1010  # where the lowest point of a standing thing is


def picture(drawing, colour_name, number, view="whole"):
    """One finished picture, as the bytes of a JPEG."""
    return painted(drawing, colour_name, number, view).jpeg()


def painted(drawing, colour_name, number, view="whole"):
    colour = named(colour_name)
    canvas = room(number, colour, view, PLACES[drawing])
    look = Look(drawing, colour, number)
    zoom, x, y = _framed(look, view)
    with canvas.seen(zoom, x, y):
        DRAWINGS[drawing](canvas, look)
    return canvas


def _framed(look, view):
    """Zoom, and how far to move, in units of the picture."""
    left, top, right, bottom = measured(look)
    wide, high, middle = right - left, bottom - top, (left + right) / 2
    place = PLACES[look.drawing]
    zoom = min(WIDEST / wide, (HIGHEST_ON_WALL if place == "wall" else HIGHEST) / high, MOST_ZOOM)
    if view == "detail":
        zoom = max(zoom * 1.7, 1.0)
        return zoom, 600 - (left + wide * 0.42) * zoom, 560 - (top + high * 0.36) * zoom
    if place == "hanging":
        return zoom, 600 - middle * zoom, 900 - bottom * zoom
    if place == "wall":
        return zoom, 600 - middle * zoom, 590 - (top + bottom) / 2 * zoom
    raised = max(0, 460 - high * zoom) * 0.22  # low things stand farther back, nearer to the middle
    return zoom, 600 - middle * zoom, FEET - raised - bottom * zoom
