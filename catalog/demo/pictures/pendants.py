"""Lamps that hang, and are lit."""

from catalog.demo.pictures.canvas import ring
from catalog.demo.pictures.colour import darker, mix, named
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.lamps import BULB, WARM, dome, light, lit_shade, opal
from catalog.demo.pictures.ramp import across

CABLE = (58, 52, 58)


def cord(c, x, y):
    """Up and out of the picture."""
    c.cord((x, y), (x, -900), 7, CABLE)


@draws("pendant/dome", "pendant/workshop", "pendant/acorn", "pendant/cone", place="hanging")
def metal_pendant(c, look):
    k = look.colour
    cord(c, 600, 420)
    light(c, 600, 800, 330)
    cap = named("Brass") if look.variant != "workshop" else named("Ink")
    c.rect(574, 396, 626, 450, across(cap, "metal"), radius=8)
    if look.variant == "cone":
        c.lathe(600, [(430, 70), (520, 76), (720, 280)], across(k, "gloss"), is_smooth=False)
        c.ellipse(600, 720, 280, 32, BULB)
    elif look.variant == "workshop":
        c.lathe(600, [(430, 70), (540, 84), (600, 200), (690, 320), (712, 330)], across(k, "gloss"))
        c.ellipse(600, 712, 330, 38, (250, 250, 246))
        c.ellipse(600, 716, 80, 22, BULB)
        c.line(ring(600, 712, 330, 38), 8, darker(k, 0.3))
    elif look.variant == "acorn":
        c.ellipse(600, 680, 170, 170, opal(named("White")))
        c.lathe(600, [(440, 40), (480, 150), (580, 225), (660, 232)], across(k, "matt"))
        c.ellipse(600, 660, 232, 26, darker(k, 0.2))
        c.lathe(600, [(668, 168), (760, 150), (846, 60)], opal(named("White")))
    else:
        dome(c, 600, 430, 720, 300, k)


@draws(
    "pendant/globe",
    "pendant/drop",
    "pendant/cluster",
    "pendant/disc",
    "pendant/onion",
    "pendant/rattan",
    "pendant/drum",
    place="hanging",
)
def soft_pendant(c, look):
    k = look.colour
    for x in (430, 600, 780) if look.variant == "cluster" else (600,):
        cord(c, x, 460)
    light(c, 600, 680, 340, 0.55)
    _PENDANTS[look.variant](c, k)


def _globe(c, k):
    c.ellipse(600, 650, 250, 240, opal(k))
    for step in range(-4, 5):
        r = 250 * (1 - (step / 5) ** 2) ** 0.5
        c.curve(
            [(600 - r, 650 + step * 48), (600, 650 + step * 48 + 16), (600 + r, 650 + step * 48)],
            2.5,
            darker(mix(k, WARM, 0.3), 0.2),
        )


def _drop(c, k):
    c.lathe(600, [(440, 30), (540, 80), (700, 190), (800, 180), (860, 90), (880, 10)], opal(k))
    c.lathe(600, [(440, 28), (500, 52)], across(named("Brass"), "metal"))
    c.glow(600, 720, 60, 70, BULB, 0.9)
    c.poly([(470, 700), (488, 690), (486, 780), (474, 770)], (255, 255, 255))


def _cluster(c, k):
    for x, y, r in ((430, 600, 110), (600, 740, 130), (780, 540, 100)):
        cord(c, x, y - r)
        c.rect(x - 20, y - r - 30, x + 20, y - r + 14, across(named("Brass"), "metal"), radius=6)
        c.ellipse(x, y, r, r, opal(k))


def _disc(c, k):
    c.ellipse(600, 660, 70, 70, BULB)
    c.lathe(600, [(540, 30), (600, 60), (640, 360), (656, 370)], across(k, "metal"))
    c.ellipse(600, 656, 370, 30, mix(k, BULB, 0.7))


def _onion(c, k):
    for top, bottom, r in ((700, 850, 130), (620, 780, 230), (540, 700, 310), (450, 610, 220)):
        c.lathe(600, [(top, r * 0.4), (top + 40, r * 0.75), (bottom, r)], across(k, "gloss"))
        c.ellipse(600, bottom, r, r * 0.13, mix(k, BULB, 0.75))


def _rattan(c, k):
    c.lathe(600, [(450, 70), (560, 240), (700, 280), (820, 200)], opal(k))
    for step in range(-7, 8):
        c.curve(
            [(600 + step * 10, 450), (600 + step * 36, 570), (600 + step * 40, 700), (600 + step * 28, 822)],
            8,
            darker(k, 0.08),
        )
        c.curve(
            [
                (600 + step * 10, 450),
                (600 + step * 30 + 40, 570),
                (600 + step * 34 + 46, 700),
                (600 + step * 24 + 20, 822),
            ],
            5,
            darker(k, 0.22),
        )
    c.line(ring(600, 820, 200, 22), 14, darker(k, 0.15))


def _drum(c, k):
    lit_shade(c, 600, 500, 760, 300, 300, k)


_PENDANTS = {
    "globe": _globe,
    "drop": _drop,
    "cluster": _cluster,
    "disc": _disc,
    "onion": _onion,
    "rattan": _rattan,
    "drum": _drum,
}
