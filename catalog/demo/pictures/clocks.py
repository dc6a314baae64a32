"""Clocks."""

from math import cos, pi, sin

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.canvas import box, ring
from catalog.demo.pictures.colour import DARK, beside, darker, lighter, lightness, named
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.ramp import across, down

INK = (44, 44, 50)


def spot(cx, cy, r, hour):
    """Where that hour is."""
    angle = (hour / 12) * 2 * pi - pi / 2
    return (cx + r * cos(angle), cy + r * sin(angle))


def hands(c, cx, cy, r, colour=INK, second=True):
    """Ten past ten, as in every shop."""
    c.line([(cx, cy), spot(cx, cy, r * 0.52, 10.17)], r * 0.05, colour)
    c.line([(cx, cy), spot(cx, cy, r * 0.76, 2)], r * 0.036, colour)
    if second:
        c.line([spot(cx, cy, r * 0.2, 0.6), spot(cx, cy, r * 0.8, 6.6)], r * 0.014, named("Coral"))
    c.ellipse(cx, cy, r * 0.05, r * 0.05, named("Coral") if second else colour)


def marks(c, cx, cy, r, colour=INK, is_dots=False):
    for hour in range(12):
        if is_dots:
            size = r * (0.05 if hour % 3 else 0.075)
            c.ellipse(*spot(cx, cy, r * 0.82, hour), size, size, colour)
        else:
            c.line(
                [spot(cx, cy, r * (0.78 if hour % 3 else 0.7), hour), spot(cx, cy, r * 0.88, hour)],
                r * (0.024 if hour % 3 else 0.042),
                colour,
            )


def dial(c, cx, cy, r, rim, face=(252, 250, 245)):
    c.ellipse(cx, cy, r, r, across(rim, "gloss"))
    c.ellipse(cx + r * 0.012, cy + r * 0.02, r * 0.89, r * 0.89, darker(face, 0.12))
    c.ellipse(cx, cy, r * 0.88, r * 0.88, down(darker(face, 0.03), face))


@draws(
    "clock/station",
    "clock/wood",
    "clock/colour",
    "clock/concrete",
    "clock/learn",
    "clock/pendulum",
    "clock/kitchen",
    place="wall",
)
def wall_clock(c, look):
    k, r, cy = look.colour, 380, 600
    if look.variant in {"pendulum", "kitchen"}:
        r, cy = 300, 480
    c.glow(600 + 26, cy + 40, r, r, DARK, 0.3)
    if look.variant == "pendulum":
        c.rect(592, 760, 608, 1010, across(named("Brass")))
        c.ellipse(600, 1020, 66, 66, across(named("Brass"), "metal"))
    if look.variant == "kitchen":
        c.rect(400, 380, 800, 1080, across(k, "gloss"), radius=70)
        dial(c, 600, 920, 110, darker(k, 0.2))
        for minute in range(12):
            c.line([spot(600, 920, 76, minute), spot(600, 920, 90, minute)], 5, INK)
        c.line([(600, 920), spot(600, 920, 70, 4)], 9, named("Cherry"))
    if look.variant in {"station", "kitchen", "learn"}:
        dial(
            c,
            600,
            cy,
            r,
            k if look.variant != "station" else named("Ink"),
            (252, 250, 245) if lightness(k) > 0.3 else k,
        )
    else:
        c.ellipse(600, cy, r, r, across(k, "matt"))
        c.ellipse(600, cy, r * 0.94, r * 0.94, down(lighter(k, 0.16), k))
    if look.variant in {"wood", "pendulum"}:
        for step in range(1, 6):
            c.line(ring(600 + step * 4, cy - step * 3, r * 0.9 * step / 6, r * 0.88 * step / 6), 3, darker(k, 0.1))
    if look.variant == "learn":
        for quarter, name in enumerate(("Butter", "Mint", "Sky", "Blush")):
            c.poly(
                [(600, cy), *ring(600, cy, r * 0.62, r * 0.62, quarter * pi / 2 - pi / 2, quarter * pi / 2)],
                named(name),
            )
    tone = INK if look.variant in {"station", "kitchen", "learn"} and lightness(k) > 0.3 else beside(k)
    marks(c, 600, cy, r, tone, is_dots=look.variant in {"colour", "learn", "concrete"})
    hands(c, 600, cy, r, tone, second=look.variant != "wood")


@draws("clock/alarm", "clock/arch", "clock/travel")
def table_clock(c, look):
    k = look.colour
    c.shadow(600, STAND, 240)
    if look.variant == "alarm":
        for side in (-1, 1):
            c.tube([(600 + side * 140, 900), (600 + side * 200, STAND)], 26, darker(k, 0.2))
            c.poly(ring(600 + side * 150, 500, 110, 90, pi, 2 * pi), across(named("Brass"), "metal"))
            c.line([(600 + side * 150, 500), (600 + side * 120, 560)], 14, darker(named("Brass"), 0.2))
        c.tube([(600, 430), (600, 520)], 12, named("Steel"))
        dial(c, 600, 740, 240, k)
        marks(c, 600, 740, 240)
        hands(c, 600, 740, 240)
        return
    if look.variant == "arch":
        c.poly([(350, STAND), *ring(600, 640, 250, 250, pi, 2 * pi), (850, STAND)], across(k, "matt"))
        c.poly(
            [(370, STAND - 20), *ring(600, 644, 230, 230, pi, 2 * pi), (830, STAND - 20)],
            across(lighter(k, 0.1), "soft"),
        )
        cy = 660
    else:
        c.poly(box(360, 560, 840, STAND, 40), across(k, "metal"))
        c.poly(
            [(360, STAND - 30), (840, STAND - 30), (900, STAND + 16), (300, STAND + 16)],
            across(darker(k, 0.2), "metal"),
        )
        cy = 760
    dial(c, 600, cy, 176, named("Brass"))
    marks(c, 600, cy, 176)
    hands(c, 600, cy, 176, second=False)


@draws("clock/flip")
def flip_clock(c, look):
    k = look.colour
    c.shadow(600, STAND, 400, 46)
    c.poly(box(210, 600, 990, STAND, 60), across(k, "matt"))
    c.poly(box(250, 636, 950, STAND - 36, 30), (30, 30, 34))
    for left, digits in ((280, "10"), (620, "08")):
        c.rect(left, 660, left + 300, STAND - 60, (52, 52, 56), radius=18)
        for place, digit in enumerate(digits):
            _digit(c, left + 40 + place * 120, 700, digit)
        c.rect(left, 788, left + 300, 794, (24, 24, 28))


SEGMENTS = {"0": "abcdef", "1": "bc", "8": "abcdefg"}


def _digit(c, x, y, digit):
    """A figure of seven strokes."""
    w, h = 88, 180
    x -= 44 if digit == "1" else 0
    strokes = {"a": ((0, 0), (w, 0)), "b": ((w, 0), (w, h / 2)), "c": ((w, h / 2), (w, h)), "d": ((0, h), (w, h)),
               "e": ((0, h / 2), (0, h)), "f": ((0, 0), (0, h / 2)), "g": ((0, h / 2), (w, h / 2))}  # fmt: skip
    for stroke in SEGMENTS[digit]:
        c.line([(x + dx, y + dy) for dx, dy in strokes[stroke]], 24, (246, 242, 232))
