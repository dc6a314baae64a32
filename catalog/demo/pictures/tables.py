"""Tables and desks, shelves and storage."""

from math import sin

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.canvas import box
from catalog.demo.pictures.colour import beside, darker, lighter, named
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.ramp import across
from catalog.demo.pictures.seats import four_legs, ground, leg, seat

BOOKS = ("Rust", "Sage", "Ink", "Mustard", "Chalk", "Denim", "Plum", "Terracotta", "Teal", "Blush")


def grain(c, left, top, right, bottom, colour):
    """A few long lines in the wood."""
    for step in range(3):
        y = top + (bottom - top) * (step + 0.8) / 3.6
        bend = [(left + (right - left) * x / 8, y + 3 * sin(x * 1.3 + step)) for x in range(9)]
        c.line(bend, 1.6, darker(colour, 0.12))


def books(c, left, right, floor, chance, high=110):
    x: float = left
    while x < right - 18:
        wide, tall = chance.randint(16, 34), high * chance.uniform(0.66, 1.0)
        if x + wide > right:
            return
        c.rect(x, floor - tall, x + wide, floor, across(named(chance.choice(BOOKS)), "soft"), radius=3)
        x += wide + 2


def small_vase(c, x, floor, colour):
    c.lathe(x, [(floor - 96, 12), (floor - 70, 12), (floor - 40, 34), (floor, 22)], across(colour))


@draws("table/round", "table/side", "table/bistro", "table/low")
def round_table(c, look):
    k = look.colour
    top, wide = {"round": (560, 430), "side": (600, 230), "bistro": (520, 300), "low": (760, 400)}[look.variant]
    ground(c, wide * 0.7)
    if look.variant == "low":
        four_legs(c, top + 20, 280, k, splay=30, width=40)
    else:
        c.lathe(
            600,
            [(top, 24), (STAND - 50, 24), (STAND - 30, 40), (STAND - 14, wide * 0.48), (STAND, wide * 0.5)],
            across(k),
            is_smooth=False,
        )
        c.ellipse(600, STAND, wide * 0.5, wide * 0.06, across(darker(k, 0.1)))
    c.ellipse(600, top + 22, wide, wide * 0.15, across(darker(k, 0.2), "soft"))
    c.ellipse(600, top, wide, wide * 0.15, across(lighter(k, 0.16), "soft"))
    small_vase(c, 600 + wide * 0.3, top - 4, beside(k))
    c.lathe(600 - wide * 0.3, [(top - 50, 34), (top - 2, 26)], across(named("Chalk"), "gloss"))


@draws("table/dining", "table/coffee", "table/trestle", "table/desk", "table/wall", "table/bedside", "table/nesting")
def square_table(c, look):
    k = look.colour
    top, wide = {"dining": (600, 480), "coffee": (800, 440), "trestle": (600, 450), "desk": (600, 420), "wall": (560, 340),
                 "bedside": (620, 220), "nesting": (700, 330)}[look.variant]  # fmt: skip
    ground(c, wide)
    if look.variant == "trestle":
        for x in (300, 900):
            for lean in (-70, 70):
                leg(
                    c,
                    x + lean * 0.2,
                    top,
                    x + lean,
                    STAND,
                    named("Birch") if lean > 0 else darker(named("Birch"), 0.2),
                    30,
                )
            c.tube([(x - 46, 830), (x + 46, 830)], 18, darker(named("Birch"), 0.1))
    elif look.variant == "wall":
        c.rect(280, 300, 920, 600, across(darker(k, 0.12), "soft"), radius=10)
        c.rect(306, 326, 894, 560, darker(k, 0.3))
        books(c, 320, 560, 560, look.chance, 150)
        small_vase(c, 820, 560, named("Terracotta"))
        for x in (330, 870):
            c.tube([(x, 420), (x + (40 if x < 600 else -40), 600)], 8, named("Brass"))
    else:
        four_legs(c, top, wide * 0.92, k, splay=8, width=34, back=0.86)
    if look.variant in {"desk", "bedside"}:
        c.rect(600 - wide * 0.94, top + 10, 600 + wide * 0.94, top + 110, across(darker(k, 0.06), "soft"), radius=6)
        c.rect(600 - wide * 0.5, top + 28, 600 + wide * 0.5, top + 98, across(lighter(k, 0.06), "soft"), radius=4)
        c.ellipse(600, top + 64, 12, 12, named("Brass"))
    if look.variant == "bedside":
        seat(c, 880, wide * 0.92, k, 40, 18)
        books(c, 500, 640, 856, look.chance, 80)
    if look.variant == "nesting":
        for side in (-1, 1):
            leg(c, 700 + side * 190, 800, 700 + side * 195, STAND, darker(k, 0.1), 26)
        c.rect(490, 784, 910, 806, across(lighter(k, 0.1), "soft"), radius=6)
    seat(c, top, wide, k, depth=70, thick=26)
    grain(c, 600 - wide * 0.8, top - 62, 600 + wide * 0.8, top - 6, k)
    if look.variant in {"dining", "desk", "coffee"}:
        c.lathe(
            600 - wide * 0.45, [(top - 90, 60), (top - 50, 70), (top - 30, 40)], across(named("Terracotta"), "gloss")
        )


@draws("shelf/tall", "shelf/ladder", "shelf/wall", "shelf/crate", "shelf/cubes", "shelf/rack")
def open_shelf(c, look):
    k, chance = look.colour, look.chance
    left, right, top, boards = {
        "tall": (360, 840, 120, 5), "ladder": (380, 820, 200, 4), "wall": (300, 900, 400, 3), "crate": (360, 840, 640, 1),
        "cubes": (300, 900, 400, 2), "rack": (260, 940, 620, 2),
    }[look.variant]  # fmt: skip
    ground(c, (right - left) * 0.5)
    is_box = look.variant in {"tall", "crate", "cubes"}
    step = (STAND - 20 - top) / boards
    if is_box:
        c.rect(left - 14, top - 14, right + 14, STAND, across(k, "soft"), radius=8)
        c.rect(left + 10, top + 8, right - 10, STAND - 22, darker(k, 0.42))
    for side, x in ((-1, left), (1, right)):
        if look.variant == "ladder":
            c.tube([(x - side * 40, top - 60), (x + side * 10, STAND)], 24, k)
        elif not is_box:
            c.tube([(x, top - 60), (x, STAND)], 18, darker(k, 0.1))
    for board in range(1, boards + 1):
        y = top + board * step
        _fill(c, look, chance, left + 26, right - 26, y, step, board)
        thick = 20 if is_box else 24
        c.rect(left - 4, y, right + 4, y + thick, across(lighter(k, 0.08), "soft"), radius=4)
    if look.variant == "cubes":
        c.rect(590, top - 10, 612, STAND - 4, across(k, "soft"))


def _fill(c, look, chance, left, right, floor, step, board):
    """Books on one side, something round on the other; shoes on a rack, records in a crate."""
    if look.variant == "rack":
        for place in range(4):
            x = left + 40 + place * (right - left) / 4
            tone = named(chance.choice(BOOKS))
            c.blob(
                [
                    (x, floor - 62),
                    (x + 40, floor - 60),
                    (x + 60, floor - 34),
                    (x + 116, floor - 20),
                    (x + 118, floor - 2),
                    (x, floor - 2),
                ],
                across(tone),
            )
            c.rect(x - 2, floor - 8, x + 120, floor, named("Chalk"), radius=4)
        return
    if look.variant == "crate":
        books(c, left, right, floor, chance, step * 0.86)
        return
    middle = (left + right) / 2
    halves = ((left, middle - 20), (middle + 24, right)) if board % 2 else ((middle + 24, right), (left, middle - 20))
    books(c, *halves[0], floor, chance, step * 0.8)
    x = sum(halves[1]) / 2
    if board % 3 == 0:
        c.lathe(x, [(floor - step * 0.4, 60), (floor, 44)], across(named("Terracotta")))
        for lean in (-50, -20, 16, 48):
            c.blob(
                [
                    (x, floor - step * 0.36),
                    (x + lean - 12, floor - step * 0.62),
                    (x + lean * 1.3, floor - step * 0.78),
                    (x + lean + 10, floor - step * 0.6),
                ],
                across(named("Moss"), "soft"),
            )
    else:
        small_vase(c, x, floor, named(chance.choice(BOOKS)))


@draws("shelf/ledge", "shelf/pegs", place="wall")
def wall_ledge(c, look):
    k, chance = look.colour, look.chance
    c.glow(640, 640, 420, 40, (60, 45, 55), 0.25)
    for x, wide, high, tone in ((250, 190, 260, "Chalk"), (420, 150, 200, "Denim"), (760, 170, 230, "Oat")):
        if look.variant == "ledge":
            c.rect(x, 560 - high, x + wide, 562, across(darker(named("Walnut"), 0.1), "soft"))
            c.rect(x + 16, 576 - high, x + wide - 16, 546, named(tone))
            c.ellipse(x + wide / 2, 560 - high * 0.5, wide * 0.2, wide * 0.2, named(chance.choice(BOOKS)))
    if look.variant == "pegs":
        books(c, 270, 560, 560, chance, 150)
        small_vase(c, 800, 560, named("Sage"))
        for x in (320, 460, 600, 740, 880):
            c.tube([(x, 640), (x, 676)], 26, darker(k, 0.12))
        c.curve([(460, 680), (400, 760), (420, 900), (500, 900), (520, 760), (462, 680)], 10, named("Rust"))
        c.blob([(404, 790), (520, 790), (540, 940), (390, 940)], across(named("Rust")))
        c.rect(220, 600, 980, 650, across(darker(k, 0.06), "soft"), radius=8)
    c.rect(220, 560, 980, 590, across(lighter(k, 0.1), "soft"), radius=5)
    c.rect(220, 588, 980, 604, across(darker(k, 0.14), "soft"), radius=4)


@draws("shelf/sideboard", "shelf/cabinet", "shelf/chest")
def cupboard(c, look):
    k = look.colour
    left, top, right, bottom = {
        "sideboard": (200, 620, 1000, 900),
        "cabinet": (400, 330, 800, 930),
        "chest": (320, 620, 880, 930),
    }[look.variant]
    ground(c, (right - left) * 0.5)
    if look.variant == "chest":
        for castor in (380, 820):
            c.ellipse(castor, 946, 36, 36, named("Ink"))
            c.ellipse(castor, 946, 16, 16, named("Steel"))
    else:
        four_legs(
            c,
            bottom - 20,
            (right - left) * 0.44,
            named("Walnut") if look.variant == "cabinet" else darker(k, 0.15),
            splay=10,
            back=0.9,
        )
    c.poly(box(left, top, right, bottom, 24 if look.variant == "cabinet" else 12), across(k, "soft"))
    c.rect(left, top, right, top + 22, across(lighter(k, 0.2), "soft"), radius=10)
    doors = {"sideboard": 3, "cabinet": 1, "chest": 2}[look.variant]
    wide = (right - left - 40) / doors
    for door in range(doors):
        x = left + 20 + door * wide
        c.rect(
            x + 6, top + 42, x + wide - 6, bottom - 20, across(lighter(k, 0.05 if door % 2 else 0.1), "soft"), radius=8
        )
        c.ellipse(x + wide - 34, (top + bottom) / 2, 11, 11, named("Brass"))
        if look.variant == "sideboard":
            grain(c, x + 20, top + 50, x + wide - 20, bottom - 30, k)
    if look.variant == "sideboard":
        small_vase(c, 340, top, named("Clay"))
        books(c, 760, 900, top, look.chance, 90)
    if look.variant == "cabinet":
        c.rect(560, 580, 640, 606, named("Chalk"))
        c.rect(587, 553, 613, 633, named("Chalk"))
