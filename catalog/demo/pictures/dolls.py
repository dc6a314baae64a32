"""Nesting dolls, and those animals and houses that nest as well: always three of the family in a row."""

from math import cos, pi, sin

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.canvas import ring, smooth
from catalog.demo.pictures.colour import LIGHT, beside, darker, lighter, mix, named
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.ramp import across

SKIN = (246, 220, 194)
HAIR = (88, 56, 40)
WOOD = named("Birch")
FAMILY = ((600, 1.0, 640), (905, 0.66, 640), (1105, 0.42, 640))  # centre, share of the height, height of the tallest
SHAPE = [
    (0.0, 0.02),
    (0.02, 0.1),
    (0.08, 0.17),
    (0.18, 0.212),
    (0.28, 0.2),
    (0.37, 0.185),
    (0.48, 0.235),
    (0.66, 0.29),
    (0.84, 0.272),
    (0.96, 0.22),
    (1.0, 0.19),
]


@draws(*(f"doll/{kind}" for kind in ("rose", "leaves", "stars", "plain", "folk", "modern", "snow")))
def matryoshka(c, look):
    for cx, share, tallest in reversed(FAMILY):
        c.shadow(cx, STAND, tallest * share * 0.27)
    for place, (cx, share, tallest) in reversed(list(enumerate(FAMILY))):
        _doll(c, look, cx, tallest * share, place)


def _doll(c, look, cx, high, place):
    k = look.colour if place != 1 else mix(look.colour, beside(look.colour), 0.16)
    top = STAND - high

    def y(share):
        return top + high * share

    shawl = {
        "rose": k,
        "leaves": k,
        "stars": darker(k, 0.2),
        "folk": k,
        "modern": k,
        "snow": lighter(k, 0.7),
        "plain": WOOD,
    }[look.variant]
    dress = {"rose": named("Ink") if k != named("Ink") else named("Cherry"), "leaves": lighter(k, 0.6), "stars": k, "folk": darker(k, 0.5),
             "modern": lighter(k, 0.65), "snow": k, "plain": lighter(WOOD, 0.1)}[look.variant]  # fmt: skip
    c.lathe(cx, [(y(share), r * high) for share, r in SHAPE], across(shawl, "gloss"))
    body = smooth([(r * high, y(share)) for share, r in SHAPE])
    lower = [(cx + r, v) for r, v in body if v > y(0.44)]
    outline = lower + [(2 * cx - x, v) for x, v in reversed(lower)]
    with c.inside(outline):
        c.lathe(cx, [(y(0.4), 0.19 * high), (y(0.66), 0.3 * high), (y(1.0), 0.3 * high)], across(dress, "gloss"))
        c.ellipse(cx, y(0.4), 0.25 * high, 0.1 * high, shawl)
        if look.variant != "plain":
            c.ellipse(
                cx,
                y(0.74),
                0.165 * high,
                0.2 * high,
                across(lighter(shawl, 0.82) if look.variant != "snow" else (250, 250, 248), "soft"),
            )
    _face(c, cx, y(0.2), high * 0.148, look.variant)
    if look.variant != "plain":
        _flower(c, look, cx, y(0.74), high, shawl)
        c.poly([(cx - 0.05 * high, y(0.385)), (cx, y(0.41)), (cx - 0.06 * high, y(0.46))], darker(shawl, 0.25))
        c.poly([(cx + 0.05 * high, y(0.385)), (cx, y(0.41)), (cx + 0.06 * high, y(0.46))], darker(shawl, 0.25))
    c.line([(cx - 0.28 * high, y(0.62)), (cx + 0.28 * high, y(0.62))], max(1.5, high * 0.004), darker(dress, 0.3))


def _face(c, cx, cy, r, variant):
    if variant == "plain":
        c.line(ring(cx, cy, r, r), 3, darker(WOOD, 0.25))
        return
    c.ellipse(cx, cy, r, r * 1.02, across(SKIN, "soft"))
    if variant != "modern":
        with c.inside(ring(cx, cy, r, r * 1.02)):
            c.blob([(cx, cy - r * 0.9), (cx + r * 1.1, cy - r), (cx + r * 1.05, cy + r * 0.1), (cx + r * 0.7, cy - r * 0.36), (cx, cy - r * 0.56),
                    (cx - r * 0.7, cy - r * 0.36), (cx - r * 1.05, cy + r * 0.1), (cx - r * 1.1, cy - r)], HAIR)  # fmt: skip
    for side in (-1, 1):
        c.glow(cx + side * r * 0.5, cy + r * 0.3, r * 0.24, r * 0.2, (226, 110, 96), 0.55)
        c.ellipse(cx + side * r * 0.36, cy + r * 0.02, r * 0.085, r * 0.11, named("Ink"))
        c.ellipse(cx + side * r * 0.36 + r * 0.03, cy - r * 0.03, r * 0.03, r * 0.03, (255, 255, 255))
        c.curve(
            [
                (cx + side * r * 0.2, cy - r * 0.2),
                (cx + side * r * 0.36, cy - r * 0.26),
                (cx + side * r * 0.52, cy - r * 0.18),
            ],
            r * 0.045,
            HAIR,
        )
    c.curve(
        [(cx - r * 0.16, cy + r * 0.46), (cx, cy + r * 0.55), (cx + r * 0.16, cy + r * 0.46)], r * 0.1, (190, 50, 56)
    )


def _flower(c, look, cx, cy, high, k):
    match look.variant:
        case "rose":
            for dx, dy, size, tone in (
                (0, -0.05, 0.085, "Cherry"),
                (-0.08, 0.07, 0.06, "Coral"),
                (0.08, 0.07, 0.06, "Mustard"),
            ):
                rose(c, cx + dx * high, cy + dy * high, size * high, named(tone))
        case "leaves":
            c.curve([(cx, cy + 0.16 * high), (cx, cy - 0.14 * high)], high * 0.012, named("Pine"))
            for step in range(-3, 4):
                for side in (-1, 1):
                    _leaf(
                        c,
                        cx,
                        cy + step * 0.045 * high,
                        side * 0.09 * high,
                        -0.05 * high,
                        named("Pine" if step % 2 else "Moss"),
                    )
            rose(c, cx, cy - 0.14 * high, 0.04 * high, named("Coral"))
        case "stars":
            chance = look.chance
            for _ in range(16):
                x, y = cx + chance.uniform(-0.13, 0.13) * high, cy + chance.uniform(-0.15, 0.15) * high
                star(c, x, y, high * chance.uniform(0.012, 0.034), named("Mustard"))
        case "folk":
            for step in range(8):
                angle = step * pi / 4
                _leaf(
                    c,
                    cx,
                    cy,
                    0.13 * high * cos(angle),
                    0.13 * high * sin(angle),
                    named("Cherry" if step % 2 else "Cobalt"),
                )
            c.ellipse(cx, cy, 0.035 * high, 0.035 * high, named("Mustard"))
        case "modern":
            c.ellipse(cx, cy - 0.04 * high, 0.07 * high, 0.07 * high, k)
            c.rect(cx - 0.09 * high, cy + 0.06 * high, cx + 0.09 * high, cy + 0.085 * high, named("Ink"))
        case "snow":
            for step in range(6):
                angle = step * pi / 3
                tip = (cx + 0.12 * high * cos(angle), cy + 0.12 * high * sin(angle))
                c.line([(cx, cy), tip], high * 0.012, look.colour)
                c.ellipse(*tip, high * 0.018, high * 0.018, look.colour)


def rose(c, x, y, r, colour):
    for size, shift, tone in (
        (1.0, 0, colour),
        (0.74, -0.1, lighter(colour, 0.22)),
        (0.5, 0.04, darker(colour, 0.1)),
        (0.26, -0.06, lighter(colour, 0.45)),
    ):
        c.ellipse(x + r * shift, y + r * shift * 0.6, r * size, r * size * 0.94, tone)
    for side in (-1, 1):
        _leaf(c, x, y + r * 0.5, side * r * 1.35, r * 0.7, named("Moss"))


def _leaf(c, x, y, dx, dy, colour):
    """A pointed leaf from x, y."""
    c.blob(
        [
            (x, y),
            (x + dx * 0.5 - dy * 0.22, y + dy * 0.5 + dx * 0.22),
            (x + dx, y + dy),
            (x + dx * 0.5 + dy * 0.22, y + dy * 0.5 - dx * 0.22),
        ],
        colour,
    )


def star(c, x, y, r, colour):
    points = [
        (
            x + (r if step % 2 == 0 else r * 0.42) * cos(step * pi / 5 - pi / 2),
            y + (r if step % 2 == 0 else r * 0.42) * sin(step * pi / 5 - pi / 2),
        )
        for step in range(10)
    ]
    c.poly(points, colour)


@draws("doll/bear", "doll/cat", "doll/owl")
def animals(c, look):
    for place, (cx, share, tallest) in reversed(list(enumerate(FAMILY))):
        high = tallest * share * 0.92
        c.shadow(cx, STAND, high * 0.28)
        _animal(c, look, cx, STAND - high, high, place)


def _animal(c, look, cx, top, high, place):
    k = (look.colour, mix(look.colour, named("Oat"), 0.4), mix(look.colour, named("Ink"), 0.25))[place]
    for side in (-1, 1):
        if look.variant == "bear":
            c.ellipse(cx + side * high * 0.17, top + high * 0.06, high * 0.075, high * 0.075, across(k))
            c.ellipse(cx + side * high * 0.17, top + high * 0.06, high * 0.04, high * 0.04, lighter(k, 0.5))
        else:
            c.poly(
                [
                    (cx + side * high * 0.06, top + high * 0.06),
                    (cx + side * high * 0.23, top - high * 0.05),
                    (cx + side * high * 0.24, top + high * 0.18),
                ],
                darker(k, 0.08),
            )
    c.lathe(cx, [(top, 0.06 * high), (top + high * 0.06, 0.18 * high), (top + high * 0.2, 0.25 * high), (top + high * 0.4, 0.25 * high), (top + high * 0.7, 0.3 * high),
                 (top + high * 0.92, 0.27 * high), (top + high, 0.2 * high)], across(k, "gloss"))  # fmt: skip
    c.ellipse(cx, top + high * 0.72, high * 0.16, high * 0.2, lighter(k, 0.55))
    y = top + high * 0.24
    if look.variant == "owl":
        for side in (-1, 1):
            c.ellipse(cx + side * high * 0.09, y, high * 0.09, high * 0.09, (250, 246, 236))
            c.ellipse(cx + side * high * 0.09, y, high * 0.045, high * 0.045, named("Ink"))
        c.poly(
            [(cx - high * 0.03, y + high * 0.06), (cx + high * 0.03, y + high * 0.06), (cx, y + high * 0.13)],
            named("Mustard"),
        )
        for row in range(4):
            for step in range(-2, 3):
                c.curve(
                    [
                        (cx + (step - 0.4) * high * 0.06, top + high * (0.6 + row * 0.08)),
                        (cx + step * high * 0.06, top + high * (0.63 + row * 0.08)),
                        (cx + (step + 0.4) * high * 0.06, top + high * (0.6 + row * 0.08)),
                    ],
                    high * 0.011,
                    k,
                )
        return
    c.ellipse(cx, y + high * 0.08, high * 0.09, high * 0.065, lighter(k, 0.6))
    for side in (-1, 1):
        if look.variant == "cat" and place:
            c.curve(
                [(cx + side * high * 0.06, y), (cx + side * high * 0.1, y + high * 0.02), (cx + side * high * 0.14, y)],
                high * 0.012,
                named("Ink"),
            )
        else:
            c.ellipse(cx + side * high * 0.1, y, high * 0.02, high * 0.026, named("Ink"))
        if look.variant == "cat":
            for lean in (-0.02, 0.02):
                c.line(
                    [(cx + side * high * 0.1, y + high * 0.09), (cx + side * high * 0.22, y + high * (0.09 + lean))],
                    high * 0.006,
                    lighter(k, 0.7),
                )
    c.ellipse(cx, y + high * 0.06, high * 0.03, high * 0.02, named("Ink"))
    c.curve(
        [(cx - high * 0.04, y + high * 0.1), (cx, y + high * 0.12), (cx + high * 0.04, y + high * 0.1)],
        high * 0.01,
        named("Ink"),
    )
    if look.variant == "bear":
        c.poly(
            [(cx, top + high * 0.47), (cx + high * 0.1, top + high * 0.42), (cx + high * 0.1, top + high * 0.52)],
            named("Cherry"),
        )
        c.poly(
            [(cx, top + high * 0.47), (cx - high * 0.1, top + high * 0.42), (cx - high * 0.1, top + high * 0.52)],
            named("Cherry"),
        )


@draws("doll/house")
def houses(c, look):
    for place, (cx, share, tallest) in reversed(list(enumerate(FAMILY))):
        high, wide = tallest * share * 0.9, tallest * share * 0.24
        wall = (look.colour, named("Butter"), named("Sky"))[place]
        c.shadow(cx, STAND, wide * 1.1)
        top = STAND - high
        c.rect(cx + wide * 0.4, top + high * 0.02, cx + wide * 0.66, top + high * 0.3, across(darker(wall, 0.3)))
        c.rect(cx - wide, top + high * 0.34, cx + wide, STAND, across(wall, "soft"), radius=high * 0.02)
        c.poly(
            [(cx - wide * 1.16, top + high * 0.37), (cx, top), (cx + wide * 1.16, top + high * 0.37)],
            across(darker(mix(wall, named("Brick"), 0.6), 0.1), "soft"),
        )
        for side in (-1, 1):
            for row in (0.46, 0.64):
                c.rect(
                    cx + side * wide * 0.5 - wide * 0.2,
                    top + high * row,
                    cx + side * wide * 0.5 + wide * 0.2,
                    top + high * (row + 0.11),
                    lighter(named("Butter"), 0.4),
                    radius=4,
                )
        c.rect(cx - wide * 0.2, top + high * 0.8, cx + wide * 0.2, STAND, named("Walnut"), radius=6)
        c.glow(cx - wide * 0.5, top + high * 0.6, wide * 0.3, high * 0.2, LIGHT, 0.15)
