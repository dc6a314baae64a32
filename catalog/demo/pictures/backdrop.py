"""The room in which every product stands: a calm tinted wall, a floor, and sometimes a disc or an arch behind."""

from PIL import Image

from catalog.demo.pictures.canvas import SCALE, SIDE, Canvas, ring
from catalog.demo.pictures.colour import DARK, LIGHT, PAPER, darker, lighter, lightness, mix, named
from catalog.demo.pictures.ramp import down

FLOOR = 905  # where wall meets floor
STAND = 985  # where things stand
WALLS = ("Blush", "Sage", "Sky", "Butter", "Oat", "Lilac", "Mint", "Apricot", "Stone", "Clay")
SHAPES = ("plain", "disc", "arch", "plain", "sun", "plain", "arch", "disc")


def room(number, colour, view="whole", place="floor"):
    """A canvas with the wall and floor that suit a product of this number and colour."""
    wall = wall_colour(number, colour)
    canvas = Canvas(plain_wall(wall, SIDE, SIDE))
    if view == "whole" and place != "wall":
        _shape(canvas, SHAPES[number % len(SHAPES)], wall)
    if view == "whole" and place == "floor":
        lay_floor(canvas, wall, SIDE, SIDE, FLOOR)
    return canvas


def plain_wall(wall, width, height):
    """The image of a wall, SCALE pixels a unit. It is so smooth that it can be drawn smaller and its pixels repeated."""
    canvas = Canvas(Image.new("RGB", (width, height), wall))
    with canvas.seen(1 / SCALE):
        canvas.rect(0, 0, width, height, down(lighter(wall, 0.24), wall))
        canvas.glow(330, 240, 520, 420, LIGHT, 0.28)
    return canvas.image.resize((width * SCALE, height * SCALE), Image.Resampling.NEAREST)


def lay_floor(canvas, wall, width, height, top):
    floor = darker(wall, 0.055)
    canvas.rect(0, top, width, height, down(floor, lighter(floor, 0.25)))
    canvas.glow(width / 2, top - 4, width * 0.75, 10, DARK, 0.05)


def wall_colour(number, colour):
    """A tint that the product stands out from: paler than dark things, and deeper behind pale ones."""
    hue = named(WALLS[number % len(WALLS)])
    if _near(hue, colour):
        hue = named(WALLS[(number + 3) % len(WALLS)])
    if lightness(colour) > 0.78:
        return mix(darker(hue, 0.14), PAPER, 0.12)
    return mix(hue, PAPER, 0.52)


def _near(one, other):
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) < 150


def _shape(canvas, shape, wall):
    tone = lighter(wall, 0.42)
    if shape == "disc":
        canvas.ellipse(600, 560, 400, 400, tone)
    elif shape == "arch":
        canvas.poly([(250, FLOOR + 1), *ring(600, 500, 350, 350, -3.1416, 0), (950, FLOOR + 1)], tone)
    elif shape == "sun":
        canvas.ellipse(860, 330, 180, 180, lighter(wall, 0.5))
