"""Headphones, speakers and radios."""

from math import pi

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.canvas import box, ring
from catalog.demo.pictures.clocks import SEGMENTS, spot
from catalog.demo.pictures.colour import DARK, LIGHT, beside, darker, lighter, mix, named
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.ramp import across, down

PAD = named("Charcoal")


@draws("headphones/over", "headphones/on", "headphones/studio", "headphones/kids", "headphones/wood")
def headphones(c, look):
    k = look.colour
    size = {"over": 1.0, "studio": 1.05, "on": 0.78, "kids": 0.8, "wood": 1.0}[look.variant]
    band = darker(k, 0.1) if look.variant != "wood" else named("Black")
    c.shadow(600, STAND, 330, 40)
    arc = ring(600, 640, 262, 330, pi, 2 * pi)
    c.line(arc, 46, darker(band, 0.28))
    c.line([(x - 4, y - 5) for x, y in arc], 36, band)
    c.line(ring(594, 634, 262, 330, 3.9, 5.0), 10, lighter(band, 0.32))
    c.line(ring(600, 640, 240, 306, 4.1, 5.3), 26, PAD)
    for side in (-1, 1):
        x = 600 + side * 262
        c.rect(x - 15, 620, x + 15, 720, across(named("Steel"), "metal"), radius=8)
        c.ellipse(x - side * 44, 800, 62 * size, 150 * size, across(PAD))
        c.ellipse(x + side * 8, 800, 72 * size, 158 * size, across(darker(k, 0.12), "matt"))
        c.ellipse(x + side * 26, 800, 62 * size, 142 * size, across(k, "gloss" if look.variant != "wood" else "matt"))
        c.ellipse(x + side * 30, 800, 26 * size, 64 * size, darker(k, 0.14))
    if look.variant == "studio":
        c.curve([(330, 940), (360, 1010), (520, 1000), (640, 1040), (860, 1010)], 9, named("Black"))
    if look.variant == "kids":
        for x, tone in ((500, "Coral"), (600, "Mustard"), (700, "Mint")):
            c.ellipse(x, 322 + abs(x - 600) * 0.1, 20, 20, named(tone))


@draws("headphones/buds")
def earbuds(c, look):
    k = look.colour
    c.shadow(600, STAND, 230)
    c.rect(400, 700, 800, STAND, across(k, "gloss"), radius=110)
    c.rect(400, 700, 800, 790, darker(k, 0.5), radius=44)
    for side in (-1, 1):
        x = 600 + side * 92
        c.rect(x - 24, 560, x + 24, 770, across(k, "gloss"), radius=24)
        c.ellipse(x + side * 6, 560, 58, 62, across(k, "gloss"))
        c.ellipse(x - side * 38, 570, 26, 32, across(PAD))
    c.poly([(404, 700), *ring(600, 694, 196, 40, pi, 2 * pi), (796, 700)], darker(k, 0.2))
    c.rect(408, 776, 792, 794, lighter(k, 0.3), radius=8)
    c.ellipse(600, 880, 9, 9, named("Mint"))


@draws("headphones/wired", "headphones/neck", place="wall")
def cabled(c, look):
    k = look.colour
    if look.variant == "neck":
        c.line(ring(600, 560, 300, 330, 0.2, pi - 0.2), 40, darker(k, 0.2))
        c.line(ring(596, 556, 300, 330, 0.2, pi - 0.2), 24, lighter(k, 0.06))
        ends = [(890, 610), (310, 610)]
        for side, (x, y) in zip((1, -1), ends, strict=True):
            c.rect(x - 34, y - 60, x + 34, y + 130, across(k, "gloss"), radius=30)
            c.curve([(x, y - 50), (x - side * 40, 420), (x - side * 120, 330)], 9, k)
            c.ellipse(x - side * 130, 310, 50, 56, across(k, "gloss"))
            c.ellipse(x - side * 160, 326, 28, 32, across(PAD))
        return
    c.curve(
        [(380, 320), (420, 560), (590, 680), (600, 800), (520, 900), (420, 860), (470, 760), (640, 840), (720, 1000)],
        12,
        darker(k, 0.15),
    )
    c.curve([(820, 320), (780, 560), (610, 680)], 12, darker(k, 0.15))
    c.rect(576, 640, 624, 720, across(named("Steel"), "metal"), radius=14)
    for side in (-1, 1):
        x = 600 + side * 220
        c.rect(x - 26, 300, x + 26, 420, across(k, "gloss"), radius=22)
        c.ellipse(x, 290, 70, 76, across(k, "gloss"))
        c.ellipse(x - side * 46, 300, 32, 44, across(PAD))
    c.line([(720, 1000), (740, 1040)], 30, named("Steel"))


@draws("headphones/stand")
def headphone_stand(c, look):
    k = look.colour
    c.shadow(600, STAND, 220)
    c.ellipse(600, STAND - 8, 200, 34, across(darker(k, 0.16)))
    c.ellipse(600, STAND - 26, 200, 34, across(lighter(k, 0.08)))
    c.rect(574, 430, 626, STAND - 24, across(k, "matt"))
    c.poly([(470, 440), *ring(600, 450, 130, 90, pi, 2 * pi), (730, 440)], across(lighter(k, 0.06)))
    c.line(ring(600, 600, 210, 250, pi, 2 * pi), 34, named("Ink"))
    for side in (-1, 1):
        c.ellipse(600 + side * 214, 660, 60, 116, across(named("Ink"), "gloss"))


def cone(c, cx, cy, r, colour=PAD):
    """A loudspeaker's driver."""
    c.ellipse(cx, cy, r, r, across(darker(colour, 0.2), "metal"))
    c.ellipse(cx, cy, r * 0.88, r * 0.88, down(darker(colour, 0.4), lighter(colour, 0.12)))
    c.ellipse(cx, cy, r * 0.66, r * 0.66, down(darker(colour, 0.1), darker(colour, 0.5)))
    c.ellipse(cx, cy, r * 0.28, r * 0.28, across(lighter(colour, 0.1), "gloss"))


def weave(c, outline, colour, left, top, right, bottom):
    """Cloth over a grille."""
    c.poly(outline, across(colour, "soft"))
    with c.inside(outline):
        for y in range(int(top), int(bottom), 16):
            for x in range(int(left) + (y // 16 % 2) * 8, int(right), 16):
                c.ellipse(x, y, 3.4, 3.4, darker(colour, 0.24))


@draws("speaker/pair", "speaker/box")
def box_speaker(c, look):
    k = look.colour
    spots = ((390, 150), (810, 150)) if look.variant == "pair" else ((600, 190),)
    for x, wide in spots:
        c.shadow(x, STAND, wide)
        c.rect(x - wide, 430, x + wide, STAND, across(k, "soft"), radius=18)
        c.rect(x - wide + 12, 442, x + wide - 12, STAND - 12, across(lighter(k, 0.06), "soft"), radius=12)
        cone(c, x, 560, wide * 0.36)
        cone(c, x, 800, wide * 0.72, mix(PAD, named("Rust"), 0.0 if k == named("Black") else 0.15))


@draws("speaker/radio", "speaker/bedside")
def radio(c, look):
    k = look.colour
    c.shadow(600, STAND, 380, 44)
    if look.variant == "radio":
        c.tube([(820, 600), (930, 300)], 8, named("Steel"))
        c.tube([(330, 610), (340, 520), (600, 496), (860, 520), (870, 610)], 26, darker(k, 0.25))
    c.poly(
        box(230, 590, 970, STAND - 16, 60 if look.variant == "radio" else 120),
        across(k, "gloss" if look.variant == "bedside" else "matt"),
    )
    for x in (310, 890):
        c.rect(x - 36, STAND - 22, x + 36, STAND, darker(k, 0.5), radius=8)
    weave(
        c,
        box(270, 630, 640, STAND - 60, 34),
        named("Oat") if look.variant == "radio" else darker(k, 0.12),
        270,
        630,
        640,
        STAND - 60,
    )
    c.rect(680, 640, 930, 740, named("Ink") if look.variant == "bedside" else named("Butter"), radius=18)
    if look.variant == "bedside":
        _time(c, 704, 660)
    else:
        for step in range(9):
            c.line([(704 + step * 25, 672), (704 + step * 25, 706 if step % 2 else 696)], 4, named("Ink"))
        c.line([(780, 656), (780, 726)], 6, named("Cherry"))
    for x, r in ((740, 54), (872, 54)):
        c.ellipse(x + 4, 846, r, r, darker(k, 0.4))
        c.ellipse(x, 840, r, r, across(named("Brass") if look.variant == "radio" else lighter(k, 0.25), "metal"))
        c.line([spot(x, 840, r * 0.3, 1), spot(x, 840, r * 0.8, 1)], 7, named("Ink"))


def _time(c, x, y):
    """7:00, in strokes of light."""
    for place, digit in enumerate("100"):
        left = x + place * 66 + (20 if place else -20)
        ends = {
            "a": ((0, 0), (40, 0)),
            "b": ((40, 0), (40, 30)),
            "c": ((40, 30), (40, 60)),
            "d": ((0, 60), (40, 60)),
            "e": ((0, 30), (0, 60)),
            "f": ((0, 0), (0, 30)),
        }
        for stroke in SEGMENTS[digit]:
            c.line([(left + dx, y + dy) for dx, dy in ends[stroke]], 9, named("Coral"))


@draws("speaker/cylinder", "speaker/barrel", "speaker/pebble")
def round_speaker(c, look):
    k = look.colour
    if look.variant == "pebble":
        c.shadow(600, STAND, 280)
        pebble = ring(600, 800, 310, 184)
        weave(c, pebble, k, 280, 600, 920, STAND)
        with c.inside(pebble):
            c.glow(500, 700, 160, 80, LIGHT, 0.3)
            c.glow(660, 960, 300, 70, DARK, 0.3)
        c.line([(520, 800), (680, 800)], 16, lighter(k, 0.5))
        c.curve([(880, 730), (980, 690), (960, 800), (900, 830)], 16, darker(k, 0.3))
        return
    top, r = (440, 170) if look.variant == "cylinder" else (380, 230)
    c.shadow(600, STAND, r * 1.1)
    weave(
        c,
        [
            (600 - r, top),
            (600 + r, top),
            (600 + r, STAND - 10),
            *ring(600, STAND - 14, r, 18, 0, pi),
            (600 - r, STAND - 10),
        ],
        k,
        600 - r,
        top,
        600 + r,
        STAND + 10,
    )
    c.glow(600 - r * 0.5, 720, r * 0.2, 240, LIGHT, 0.25)
    c.glow(600 + r * 0.8, 720, r * 0.2, 250, DARK, 0.3)
    c.ellipse(600, top, r, r * 0.16, across(named("Birch") if look.variant == "cylinder" else darker(k, 0.3)))
    c.ellipse(600, top, r * 0.5, r * 0.07, darker(k, 0.4))
    if look.variant == "barrel":
        for y in (500, 870):
            c.rect(600 - r - 6, y, 600 + r + 6, y + 34, across(darker(k, 0.35)), radius=8)
        cone(c, 600, 700, 140)
        c.tube([(480, 376), (500, 310), (700, 310), (720, 376)], 24, named("Ink"))


@draws("speaker/turntable")
def turntable(c, look):
    k = look.colour
    c.shadow(600, STAND, 400, 44)
    c.poly([(270, 700), (930, 700), (1000, 900), (200, 900)], down(lighter(k, 0.2), lighter(k, 0.06)))
    c.rect(200, 896, 1000, STAND - 16, across(darker(k, 0.06), "soft"), radius=12)
    for x in (290, 910):
        c.rect(x - 40, STAND - 20, x + 40, STAND, named("Ink"), radius=8)
    c.ellipse(540, 802, 270, 88, named("Black"))
    for step in range(1, 7):
        c.line(ring(540, 802, 270 - step * 26, 88 - step * 8.5), 2.5, (70, 70, 74))
    c.ellipse(540, 802, 84, 28, named("Coral"))
    c.ellipse(540, 802, 10, 4, named("Steel"))
    c.ellipse(880, 744, 34, 13, named("Steel"))
    c.tube([(880, 734), (860, 820), (740, 846)], 12, named("Steel"))
    c.rect(712, 832, 756, 860, named("Ink"), radius=6)
    for x in (300, 350):
        c.ellipse(x, 936, 14, 14, darker(k, 0.3))


@draws("speaker/duck")
def duck(c, look):
    k = look.colour
    c.shadow(600, STAND, 270)
    c.blob(
        [
            (330, 800),
            (300, 690),
            (400, 760),
            (520, 740),
            (640, 720),
            (830, 760),
            (880, 860),
            (800, STAND),
            (600, STAND + 4),
            (420, STAND),
        ],
        across(k, "gloss"),
    )
    c.ellipse(700, 600, 150, 150, across(k, "gloss"))
    c.blob([(820, 590), (930, 610), (940, 650), (830, 660)], across(named("Coral"), "gloss"))
    c.ellipse(740, 560, 20, 24, named("Ink"))
    c.ellipse(746, 552, 6, 7, (255, 255, 255))
    for ring_ in range(4):
        c.line(ring(560, 870, 30 + ring_ * 28, 26 + ring_ * 22), 6, darker(k, 0.2))


@draws("speaker/kit")
def record_kit(c, look):
    k = look.colour
    c.shadow(600, STAND, 380, 44)
    c.ellipse(680, 640, 300, 300, named("Black"))
    for step in range(1, 7):
        c.line(ring(680, 640, 300 - step * 28, 300 - step * 28), 2.5, (70, 70, 74))
    c.ellipse(680, 640, 92, 92, named("Mustard"))
    c.ellipse(680, 640, 10, 10, named("Chalk"))
    c.poly(box(230, 830, 640, 910, 34), across(k, "matt"))
    c.rect(250, 906, 620, STAND, across(named("Charcoal")), radius=8)
    for x in range(258, 616, 10):
        c.line([(x, 920), (x, STAND - 6)], 3, darker(named("Charcoal"), 0.3))
    c.poly(box(690, 900, 950, STAND, 16), across(named("Sky"), "soft"))
    c.line([(700, 942), (940, 942)], 4, beside(named("Sky")))


@draws("speaker/tile", place="wall")
def tile_speaker(c, look):
    c.glow(630, 640, 350, 350, DARK, 0.3)
    edge = box(260, 260, 940, 940, 60)
    weave(c, edge, look.colour, 260, 260, 940, 940)
    with c.inside(edge):
        c.glow(430, 420, 240, 220, LIGHT, 0.2)
    c.ellipse(880, 880, 12, 12, named("Mint"))
