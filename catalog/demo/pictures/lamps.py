"""Lamps for tables and floors; all of them are lit."""

from math import cos, pi, sin

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.canvas import ring
from catalog.demo.pictures.colour import darker, lighter, mix, named
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.ramp import Ramp, across

WARM = (255, 226, 160)
BULB = (255, 247, 222)


def light(c, x, y, r=260, strength=0.5):
    c.glow(x, y, r, r * 0.86, WARM, strength)


def opal(colour):
    """Lit glass or paper: brightest in its middle."""
    pale = mix(colour, BULB, 0.72)
    return Ramp(((0, darker(pale, 0.1)), (0.45, BULB), (1, darker(pale, 0.14))))


def lit_shade(c, x, top, bottom, r_top, r_bottom, colour):
    """Cloth, with light coming through and out below."""
    c.lathe(x, [(top, r_top), (bottom, r_bottom)], across(mix(colour, WARM, 0.34), "matt"), is_smooth=False)
    c.glow(x, bottom - 30, r_bottom * 0.5, (bottom - top) * 0.3, BULB, 0.5)
    c.ellipse(x, bottom, r_bottom, r_bottom * 0.09, BULB)
    c.ellipse(x, top, r_top, r_top * 0.09, darker(colour, 0.2))


def dome(c, x, top, bottom, r, colour, inner=BULB):
    high = bottom - top
    bow = [
        (top + high * (1 - cos(turn * pi / 20)), r * (0.08 + 0.92 * sin(turn * pi / 20) ** 0.8)) for turn in range(11)
    ]
    c.lathe(x, bow, across(colour, "gloss"))
    c.ellipse(x, bottom, r, r * 0.13, darker(colour, 0.2))
    c.ellipse(x, bottom + 3, r * 0.93, r * 0.1, inner)


def base(c, x, y, r, colour):
    c.ellipse(x, y, r, r * 0.15, across(darker(colour, 0.22)))
    c.ellipse(x, y - 16, r, r * 0.15, across(colour))


@draws("lamp/mushroom", "lamp/dome", "lamp/portable")
def domed_lamp(c, look):
    k = look.colour
    c.shadow(600, STAND, 170)
    r, top, bottom = {"mushroom": (280, 420, 640), "dome": (260, 430, 690), "portable": (190, 520, 650)}[look.variant]
    light(c, 600, bottom + 60, 330)
    if look.variant == "mushroom":
        c.lathe(600, [(bottom - 10, 90), (800, 74), (900, 96), (STAND, 150)], across(k, "gloss"))
        c.lathe(
            600,
            [(top, 40), (top + 30, 150), (top + 120, 262), (bottom - 24, 284), (bottom, 200)],
            across(lighter(k, 0.05), "gloss"),
        )
        c.ellipse(600, bottom - 8, 200, 16, BULB)
        return
    base(c, 600, STAND, 150 if look.variant == "dome" else 120, k)
    c.tube([(600, bottom), (600, STAND - 14)], 22, darker(k, 0.06) if look.variant == "portable" else named("Brass"))
    dome(c, 600, top, bottom, r, k)


@draws("lamp/classic", "lamp/gourd", "floorlamp/parasol", "floorlamp/tripod", "floorlamp/shelf")
def shaded_lamp(c, look):
    k = look.colour
    c.shadow(600, STAND, 180)
    if look.variant == "classic":
        c.lathe(
            600,
            [(660, 16), (720, 44), (760, 18), (840, 62), (900, 30), (940, 110), (STAND, 130)],
            across(named("Walnut"), "gloss"),
        )
        light(c, 600, 560)
        lit_shade(c, 600, 400, 660, 130, 230, k)
    elif look.variant == "gourd":
        c.lathe(
            600, [(640, 24), (700, 60), (760, 74), (800, 70), (880, 150), (940, 154), (STAND, 110)], across(k, "gloss")
        )
        light(c, 600, 540)
        lit_shade(c, 600, 390, 640, 170, 220, named("Oat"))
    else:
        _tall_shaded(c, look, k)


def _tall_shaded(c, look, k):
    cloth = {"parasol": k, "tripod": named("Oat"), "shelf": named("Chalk")}[look.variant]
    if look.variant == "tripod":
        for foot in (-170, 20, 180):
            c.tube(
                [(600, 380), (600 + foot, STAND - (20 if foot == 20 else 0))], 22, k if foot != 20 else darker(k, 0.25)
            )
    else:
        base(c, 600, STAND, 130, named("Ink") if look.variant == "parasol" else k)
        c.tube([(600, 240), (600, STAND - 16)], 18, named("Ink") if look.variant == "parasol" else k)
    if look.variant == "shelf":
        c.ellipse(600, 690, 150, 22, across(darker(k, 0.2)))
        c.ellipse(600, 680, 150, 22, across(k))
        c.lathe(560, [(630, 28), (674, 22)], across(named("Terracotta"), "gloss"))
    light(c, 600, 260)
    if look.variant == "parasol":
        lit_shade(c, 600, 130, 330, 90, 300, cloth)
    else:
        lit_shade(c, 600, 120, 340, 150, 190, cloth)


@draws("lamp/globe", "lamp/paper", "floorlamp/globe", "floorlamp/column")
def globe_lamp(c, look):
    k = look.colour
    c.shadow(600, STAND, 170)
    if look.drawing == "floorlamp/column":
        light(c, 600, 560, 300, 0.6)
        c.rect(500, 180, 700, STAND - 20, opal(k), radius=16)
        for y in range(220, 960, 34):
            c.curve([(500, y), (600, y + 8), (700, y)], 2, darker(mix(k, WARM, 0.4), 0.2))
        c.rect(486, STAND - 26, 714, STAND, across(named("Oak")), radius=6)
    elif look.variant == "paper":
        light(c, 600, 700, 320, 0.6)
        c.lathe(600, [(460, 110), (560, 230), (700, 260), (850, 220), (960, 120)], opal(k))
        for step in range(-5, 6):
            c.curve(
                [(600 + step * 20, 462), (600 + step * 50, 700), (600 + step * 22, 958)],
                2.5,
                darker(mix(k, WARM, 0.4), 0.22),
            )
        c.lathe(600, [(950, 124), (STAND, 130)], across(named("Oak")))
    else:
        metal = named("Brass") if look.drawing == "lamp/globe" else k
        top = 640 if look.drawing == "lamp/globe" else 250
        base(c, 600, STAND, 140, metal)
        c.tube([(600, top), (600, STAND - 16)], 18, metal)
        light(c, 600, top, 300, 0.6)
        c.ellipse(600, top - 20, 170, 170, opal(named("White") if look.drawing == "floorlamp/globe" else k))
        c.ellipse(600, top + 142, 60, 14, across(metal))


@draws("lamp/cone", "floorlamp/cone")
def cone_lamp(c, look):
    k = look.colour
    c.shadow(600, STAND, 190)
    top, bottom, r = (430, 660, 250) if look.drawing == "lamp/cone" else (150, 380, 190)
    if look.drawing == "lamp/cone":
        light(c, 600, 720)
        c.lathe(600, [(640, 14), (STAND - 10, 180), (STAND, 180)], across(darker(k, 0.08), "matt"), is_smooth=False)
        c.lathe(600, [(top, 20), (bottom, r)], across(k), is_smooth=False)
        c.ellipse(600, bottom, r, 24, BULB)
    else:
        base(c, 600, STAND, 130, k)
        c.tube([(600, 380), (600, STAND - 16)], 22, k)
        light(c, 600, 120)
        c.lathe(600, [(top, r), (bottom, 24)], across(k), is_smooth=False)
        c.ellipse(600, top, r, 22, BULB)


@draws("lamp/heron", "lamp/clip", "floorlamp/reading", "floorlamp/pharmacy")
def bent_lamp(c, look):
    k = look.colour
    rise = 0 if look.drawing.startswith("lamp") else 330
    c.shadow(520, STAND, 150)
    if look.variant == "clip":
        c.rect(420, 900, 560, STAND, across(darker(k, 0.3)), radius=16)
        c.tube([(490, 910), (470, 720), (620, 600)], 18, darker(k, 0.1))
    else:
        base(c, 500, STAND, 150, k)
        c.tube([(500, STAND - 16), (480, 700 - rise)] if rise else [(500, STAND - 16), (400, 690)], 18, k)
        elbow, head = ((480, 700 - rise), (660, 560 - rise)) if rise else ((400, 690), (660, 500))
        c.tube([elbow, head], 18, k)
        c.ellipse(*elbow, 20, 20, across(darker(k, 0.2)))
    x, y = (640, 600) if look.variant == "clip" else (680, 560 - rise if rise else 500)
    light(c, x + 70, y + 200, 220)
    c.poly([(x - 40, y - 50), (x + 30, y - 70), (x + 190, y + 90), (x - 20, y + 150)], across(k, "gloss"))
    c.poly(ring(x + 86, y + 122, 118, 26, steps=40), BULB)


@draws("lamp/bear")
def bear_light(c, look):
    k = mix(look.colour, BULB, 0.35)
    c.shadow(600, STAND, 180)
    light(c, 600, 700, 320, 0.55)
    for side in (-1, 1):
        c.ellipse(600 + side * 126, 500, 56, 56, across(k))
        c.ellipse(600 + side * 126, 500, 30, 30, lighter(k, 0.4))
    c.lathe(
        600, [(470, 60), (500, 140), (620, 186), (700, 170), (840, 220), (940, 210), (STAND, 150)], across(k, "matt")
    )
    c.glow(600, 800, 120, 120, BULB, 0.6)
    for side in (-1, 1):
        c.ellipse(600 + side * 60, 600, 12, 15, named("Ink"))
    c.ellipse(600, 646, 44, 32, lighter(k, 0.5))
    c.ellipse(600, 636, 14, 10, named("Ink"))


@draws("floorlamp/arc")
def arc_lamp(c, look):
    k = look.colour
    c.shadow(330, STAND, 150)
    base(c, 330, STAND, 140, named("Stone"))
    c.tube([(330, STAND - 16), (340, 560), (430, 260), (640, 150), (800, 230), (840, 330)], 18, k)
    light(c, 840, 560, 260)
    dome(c, 840, 330, 460, 170, k)


@draws("floorlamp/twin", "floorlamp/dome")
def headed_lamp(c, look):
    k = look.colour
    c.shadow(600, STAND, 150)
    base(c, 600, STAND, 140, k)
    c.tube([(600, 200), (600, STAND - 16)], 18, named("Brass") if look.variant == "dome" else k)
    if look.variant == "dome":
        light(c, 600, 460)
        dome(c, 600, 160, 400, 230, k)
        return
    for side, y in ((-1, 250), (1, 440)):
        c.tube([(600, y - 30), (600 + side * 110, y - 30)], 14, k)
        light(c, 600 + side * 190, y + 150, 170)
        c.poly(
            [
                (600 + side * 90, y - 70),
                (600 + side * 150, y - 90),
                (600 + side * 300, y + 70),
                (600 + side * 130, y + 120),
            ],
            across(lighter(k, 0.05), "gloss"),
        )
        c.ellipse(600 + side * 216, y + 96, 88, 18, BULB)
