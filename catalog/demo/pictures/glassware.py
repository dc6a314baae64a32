"""Bottles, carafes, jugs and flasks."""

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.canvas import ring
from catalog.demo.pictures.colour import darker, lighter, mix, named
from catalog.demo.pictures.crockery import handle, opening
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.ramp import Ramp, across

WATER = (196, 222, 228)
WINE = (112, 26, 48)


def glass(colour):
    """Thin glass: pale in the middle, darker where one looks along the wall."""
    pale = mix(colour, (255, 255, 255), 0.42)
    edge = darker(mix(colour, (150, 180, 185), 0.25), 0.1)
    return Ramp(
        (
            (0, edge),
            (0.08, lighter(pale, 0.4)),
            (0.2, pale),
            (0.8, mix(pale, edge, 0.25)),
            (0.94, lighter(pale, 0.3)),
            (1, edge),
        )
    )


def gleam(c, x, top, bottom, width=16):
    """A reflection of the window."""
    c.poly([(x, top), (x + width, top + 6), (x + width - 2, bottom - 8), (x - 2, bottom)], (252, 253, 252))


@draws("bottle/flask", "bottle/small", "bottle/thermos")
def flask(c, look):
    r, top = {"flask": (128, 470), "small": (150, 600), "thermos": (140, 480)}[look.variant]
    c.shadow(600, STAND, r * 1.25)
    c.lathe(600, [(top, r * 0.52), (top + 40, r * 0.62), (top + 100, r), (top + 140, r), (STAND - 16, r), (STAND, r * 0.94)],
            across(look.colour, "gloss"), is_smooth=False)  # fmt: skip
    c.ellipse(600, STAND, r * 0.94, 14, across(look.colour, "gloss"))
    if look.variant == "thermos":
        c.rect(600 - r, 700, 600 + r, 722, across(named("Steel"), "metal"))
        c.rect(600 - r * 0.86, 330, 600 + r * 0.86, top + 60, across(lighter(look.colour, 0.1), "gloss"), radius=20)
        return
    cap = named("Steel") if look.variant == "flask" else darker(look.colour, 0.3)
    c.rect(
        600 - r * 0.5,
        top - 96,
        600 + r * 0.5,
        top + 8,
        across(cap, "metal" if look.variant == "flask" else "gloss"),
        radius=14,
    )
    c.line(ring(600, top - 120, 42, 40), 14, darker(cap, 0.2))
    if look.variant == "small":
        c.ellipse(600, 800, 66, 66, lighter(look.colour, 0.55))
        c.ellipse(622, 786, 50, 50, across(look.colour, "flat"))


@draws("bottle/carafe", "bottle/ripple", "bottle/night", "bottle/decanter")
def carafe(c, look):
    profile = {
        "carafe": [(380, 96), (480, 72), (580, 92), (760, 190), (900, 205), (STAND, 170)],
        "ripple": [(400, 110), (500, 84), (600, 120), (760, 185), (900, 190), (STAND, 165)],
        "night": [(470, 84), (560, 80), (640, 120), (780, 150), (900, 150), (STAND, 140)],
        "decanter": [(330, 92), (400, 48), (600, 52), (740, 130), (860, 270), (940, 290), (STAND, 240)],
    }[look.variant]
    c.shadow(600, STAND, profile[-1][1] * 1.25, strength=0.24)
    c.lathe(600, profile, glass(look.colour))
    level = 880 if look.variant == "decanter" else 700
    inside = [(y, r * 0.93) for y, r in profile if y > level - 30]
    inside[0] = (level, inside[0][1] * (1.0 if look.variant != "decanter" else 0.88))
    liquid = WINE if look.variant == "decanter" else mix(WATER, look.colour, 0.25)
    c.lathe(600, [*inside[:-1], (STAND - 14, inside[-1][1] * 0.98)], across(liquid, "gloss"))
    c.ellipse(600, level, inside[0][1], inside[0][1] * 0.12, lighter(liquid, 0.3))
    c.line(ring(600, profile[0][0], profile[0][1], profile[0][1] * 0.16), 8, lighter(look.colour, 0.5))
    if look.variant == "ripple":
        for y in range(560, 960, 40):
            r = next(r for top, r in profile if top + 110 > y) * 1.0
            c.curve([(600 - r * 0.8, y), (600, y + 22), (600 + r * 0.8, y)], 6, lighter(look.colour, 0.45))
    if look.variant == "night":
        c.lathe(600, [(400, 108), (600, 100)], glass(look.colour), is_smooth=False)
        c.ellipse(600, 400, 108, 14, lighter(look.colour, 0.4))
    if look.variant == "carafe":
        c.lathe(600, [(300, 74), (400, 66)], glass(look.colour), is_smooth=False)
        c.ellipse(600, 300, 74, 11, lighter(look.colour, 0.5))
    gleam(c, 600 - profile[-2][1] * 0.72, 790, 930)


@draws("bottle/swing")
def swing_top(c, look):
    c.shadow(600, STAND, 170, strength=0.26)
    c.lathe(
        600,
        [(370, 44), (500, 46), (600, 80), (680, 145), (760, 150), (STAND - 20, 150), (STAND, 140)],
        glass(look.colour),
    )
    c.lathe(
        600,
        [(640, 118), (700, 140), (STAND - 34, 140), (STAND - 14, 130)],
        across(mix(named("Butter"), look.colour, 0.3), "gloss"),
    )
    c.lathe(600, [(316, 34), (340, 52), (372, 52)], across((246, 244, 238), "gloss"))
    c.rect(556, 366, 644, 384, across(named("Brick")), radius=6)
    c.curve([(552, 392), (520, 430), (540, 470), (604, 486)], 9, darker(named("Steel"), 0.2))
    c.curve([(648, 392), (676, 400), (660, 344), (604, 306)], 9, darker(named("Steel"), 0.2))
    c.rect(490, 760, 710, 890, (250, 246, 236), radius=10)
    c.line([(520, 800), (680, 800)], 8, named("Ink"))
    c.line([(540, 836), (660, 836)], 5, named("Terracotta"))
    gleam(c, 474, 720, 940, 12)


@draws("bottle/infuser")
def infuser(c, look):
    c.shadow(600, STAND, 160, strength=0.26)
    c.lathe(600, [(430, 100), (500, 138), (STAND - 20, 138), (STAND, 128)], glass(look.colour))
    c.lathe(600, [(560, 126), (STAND - 36, 126), (STAND - 16, 116)], across(mix(WATER, look.colour, 0.3), "gloss"))
    for y, tone in ((660, "Mint"), (740, "Butter"), (830, "Mint"), (900, "Butter")):
        c.ellipse(590 + (y % 3) * 12, y, 46, 34, named(tone))
        c.ellipse(590 + (y % 3) * 12, y, 34, 24, lighter(named(tone), 0.55))
    c.rect(490, 350, 710, 446, across(darker(mix(look.colour, named("Teal"), 0.5), 0.25), "gloss"), radius=18)
    c.line(ring(600, 330, 54, 36), 16, darker(mix(look.colour, named("Teal"), 0.5), 0.35))
    gleam(c, 484, 540, 930, 12)


@draws("bottle/cruet", "bottle/jug")
def cruet(c, look):
    c.shadow(600, STAND, 210)
    if look.variant == "jug":
        handle(c, 742, 560, 850, 130, 44, look.colour)
        c.lathe(600, [(470, 130), (580, 122), (740, 200), (880, 215), (STAND, 165)], across(look.colour, "gloss"))
        c.poly([(476, 468), (404, 448), (486, 560)], across(look.colour, "soft"))
        opening(c, 600, 470, 130, look.colour)
        c.rect(536, 400, 664, 484, across(named("Cork")), radius=12)
        return
    c.curve([(690, 760), (820, 640), (880, 500)], 44, darker(look.colour, 0.14))
    c.curve([(690, 756), (814, 636), (872, 500)], 26, lighter(look.colour, 0.1))
    c.lathe(600, [(520, 56), (620, 64), (740, 170), (860, 190), (STAND, 150)], across(look.colour, "gloss"))
    c.rect(560, 446, 640, 530, across(named("Cork")), radius=10)
    handle(c, 480, 640, 820, -130, 34, look.colour)
