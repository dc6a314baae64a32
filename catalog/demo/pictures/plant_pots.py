"""Plant pots, never without a plant."""

from math import sin

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.canvas import box, ring
from catalog.demo.pictures.cloth import terrazzo
from catalog.demo.pictures.colour import beside, darker, lighter, mix, named
from catalog.demo.pictures.crockery import opening
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.plants import LEAF, bonsai, cactus, fern, leaf, monstera, snake_plant
from catalog.demo.pictures.ramp import across, down

POTS = {"plain": (660, 230, 165), "dipped": (660, 220, 165), "face": (640, 220, 180), "ribbed": (640, 240, 200), "basket": (640, 230, 230),
        "terrazzo": (640, 225, 205), "legs": (600, 230, 190), "hanging": (640, 210, 130), "bonsai": (860, 300, 260), "cactus": (800, 290, 200)}  # fmt: skip


@draws(
    "pot/plain",
    "pot/dipped",
    "pot/face",
    "pot/ribbed",
    "pot/basket",
    "pot/terrazzo",
    "pot/legs",
    "pot/bonsai",
    "pot/cactus",
)
def plant_pot(c, look):
    top, r, foot = POTS[look.variant]
    k, end = look.colour, STAND - (110 if look.variant == "legs" else 0)
    c.shadow(600, STAND, foot * 1.3)
    PLANTS.get(look.variant, (snake_plant, monstera, fern)[look.number % 3])(c, top + 20, r)
    if look.variant == "legs":
        for x in (450, 600, 750):
            c.poly(
                [
                    (x - 16, end - 60),
                    (x + 16, end - 60),
                    (x + 8 + (x - 600) * 0.1, STAND),
                    (x - 8 + (x - 600) * 0.1, STAND),
                ],
                across(named("Oak")),
            )
    shape = [(top, r), (end - 20, foot), (end, foot * 0.94)]
    c.lathe(
        600,
        shape,
        across(named("Terracotta") if look.variant == "dipped" else k, "matt"),
        is_smooth=look.variant in {"bonsai", "cactus"},
    )
    POT_SKINS.get(look.variant, lambda *args: None)(c, look, top, r, foot, end)
    if look.variant in {"plain", "dipped"}:
        c.rect(
            600 - r - 14,
            top - 10,
            600 + r + 14,
            top + 56,
            across(lighter(named("Terracotta") if look.variant == "dipped" else k, 0.06)),
            radius=8,
        )


def _dip(c, look, top, r, foot, end):
    middle = top + (end - top) * 0.45
    c.lathe(
        600,
        [(middle, r - (r - foot) * 0.47), (end - 20, foot), (end, foot * 0.94)],
        across(look.colour, "gloss"),
        is_smooth=False,
    )


def _face(c, look, top, r, foot, end):
    ink = darker(look.colour, 0.6)
    for side in (-1, 1):
        c.curve([(600 + side * 40, 780), (600 + side * 74, 800), (600 + side * 108, 780)], 8, ink)
        c.glow(600 + side * 100, 850, 34, 26, named("Coral"), 0.4)
    c.curve([(600, 790), (588, 850), (606, 858)], 6, ink)
    c.curve([(566, 890), (600, 906), (634, 890)], 8, named("Brick"))


def _ribs(c, look, top, r, foot, end):
    for step in range(-6, 7):
        c.line(
            [(600 + r * sin(step * 0.24), top + 6), (600 + foot * sin(step * 0.24), end - 8)],
            7,
            darker(look.colour, 0.14 if step > -3 else 0.02),
        )


def _weave(c, look, top, r, foot, end):
    for row, y in enumerate(range(int(top) + 10, int(end) - 10, 26)):
        for x in range(-7, 8):
            c.line(
                [(600 + (x + (row % 2) * 0.5) * 30, y), (600 + (x + (row % 2) * 0.5) * 30 + 20, y + 8)],
                11,
                darker(look.colour, 0.18 if (x + row) % 2 else 0.04),
            )
    for side in (-1, 1):
        c.tube(
            [(600 + side * 214, top + 70), (600 + side * 280, top + 40), (600 + side * 222, top - 10)],
            20,
            darker(look.colour, 0.12),
        )


def _chips(c, look, top, r, foot, end):
    with c.inside([(600 - r, top), (600 + r, top), (600 + foot, end - 16), (600 - foot, end - 16)]):
        terrazzo(c, look, 600 - r, top, 600 + r, end, 90)


POT_SKINS = {"dipped": _dip, "face": _face, "ribbed": _ribs, "basket": _weave, "terrazzo": _chips}


PLANTS = {"bonsai": bonsai, "cactus": cactus, "face": fern, "legs": monstera, "plain": snake_plant}


@draws("pot/hanging", place="hanging")
def hanging_pot(c, look):
    for side in (-1, 0, 1):
        c.cord((600 + side * 200, 640), (600, -300), 5, named("Walnut"))
    for step in range(9):
        x = 440 + step * 40
        drop = 160 + (step * 97) % 230
        c.curve(
            [(600 + (x - 600) * 0.6, 640), (x + (x - 600) * 0.5, 660), (x + (x - 600) * 0.6, 660 + drop)],
            5,
            darker(LEAF, 0.1),
        )
        for bead in range(0, drop, 26):
            c.ellipse(x + (x - 600) * 0.58, 660 + bead, 13, 15, mix(LEAF, named("Sage"), bead / 400))
    c.lathe(600, [(640, 210), (760, 190), (830, 110), (850, 60)], across(look.colour, "matt"))
    opening(c, 600, 640, 210, look.colour, tilt=0.12, filled=named("Walnut"))


@draws("pot/trough")
def trough(c, look):
    c.shadow(600, STAND, 380, 44)
    for place in range(7):
        x = 300 + place * 100
        for lean in (-46, 0, 46):
            leaf(
                c, x, 780, lean, 190 + (place * 53) % 90, 34, mix(LEAF, named(("Pine", "Sage", "Mint")[place % 3]), 0.5)
            )
    c.ellipse(500, 700, 20, 24, across(named("Cherry")))
    c.poly(box(230, 760, 970, STAND, 30), across(look.colour, "gloss"))
    c.rect(216, 744, 984, 786, down(lighter(look.colour, 0.25), look.colour), radius=14)
    c.line([(260, 880), (940, 880)], 5, beside(look.colour))
    for x in (230, 970):
        c.line(ring(x, 840, 30, 40), 10, darker(look.colour, 0.25))
