"""Wide pictures for categories: some of their products side by side on one long floor."""

from catalog.demo.pictures.backdrop import lay_floor, plain_wall
from catalog.demo.pictures.canvas import Canvas
from catalog.demo.pictures.colour import PAPER, mix, named
from catalog.demo.pictures.drawing import DRAWINGS, PLACES, Look
from catalog.demo.pictures.measure import measured

WIDTH, HEIGHT = 1600, 700  # units, and pixels
FLOOR, FEET = 530, 636
HIGHEST = 490
MIDDLE = 0.84  # of the width; the rest may be cropped where a page shows the picture less wide


def banner(pieces, tint):
    """`pieces`: (drawing, colour name, product number), from left to right. Out: the bytes of a JPEG."""
    wall = mix(named(tint), PAPER, 0.4)
    canvas = Canvas(plain_wall(wall, WIDTH, HEIGHT))
    if any(PLACES[drawing] == "floor" for drawing, *_ in pieces):
        lay_floor(canvas, wall, WIDTH, HEIGHT, FLOOR)
    slot = WIDTH * MIDDLE / len(pieces)
    left = WIDTH * (1 - MIDDLE) / 2
    for place, (drawing, colour, number) in enumerate(pieces):
        _put(canvas, Look(drawing, named(colour), number), left + slot * (place + 0.5), slot * 0.88)
    return canvas.jpeg()


def _put(canvas, look, centre, widest):
    left, top, right, bottom = measured(look)
    highest = HIGHEST + (90 if PLACES[look.drawing] == "wall" else 0)
    zoom = min(widest / (right - left), highest / (bottom - top), 1.1)
    y = {"floor": FEET - bottom * zoom, "hanging": 520 - bottom * zoom, "wall": 350 - (top + bottom) / 2 * zoom}[
        PLACES[look.drawing]
    ]
    with canvas.seen(zoom, centre - (left + right) / 2 * zoom, y):
        DRAWINGS[look.drawing](canvas, look)
