"""Kettles, teapots and pots for the stove."""

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.colour import darker, lighter, mix, named
from catalog.demo.pictures.crockery import TEA, handle, opening
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.glassware import glass, gleam
from catalog.demo.pictures.ramp import across


def knob(c, x, y, colour, r=30):
    c.rect(x - r * 0.4, y - 8, x + r * 0.4, y + 22, across(darker(colour, 0.3), "metal"))
    c.ellipse(x, y - r * 0.5, r, r * 0.8, across(colour, "gloss"))


@draws("kettle/stove", "kettle/teapot", "kettle/glass")
def kettle(c, look):
    """A round body, a spout to the left, and a handle above or behind."""
    fill = glass(look.colour) if look.variant == "glass" else across(look.colour, "gloss")
    spout = mix(look.colour, (200, 216, 218), 0.6) if look.variant == "glass" else look.colour
    c.shadow(600, STAND, 300)
    c.poly(
        [(420, 860), (250, 700), (212, 668), (262, 640), (330, 700), (470, 770)], across(darker(spout, 0.06), "matt")
    )
    if look.variant == "stove":
        c.tube([(400, 690), (410, 500), (600, 420), (790, 500), (800, 690)], 34, named("Ink"))
    else:
        handle(c, 830, 700, 900, 170, 42, spout)
    c.lathe(600, [(660, 120), (720, 220), (840, 292), (940, 270), (STAND, 210)], fill)
    if look.variant == "glass":
        c.lathe(600, [(780, 262), (860, 284), (940, 262), (STAND - 14, 206)], across(TEA, "gloss"))
        c.lathe(600, [(680, 80), (880, 70)], across(named("Steel"), "metal"))
        gleam(c, 400, 760, 910)
    c.lathe(600, [(636, 96), (662, 132), (676, 134)], across(lighter(spout, 0.08), "gloss"))
    knob(c, 600, 622, named("Oak") if look.variant == "teapot" else named("Black"))


@draws("kettle/goose")
def gooseneck(c, look):
    c.shadow(600, STAND, 250)
    c.tube([(470, 900), (350, 860), (340, 720), (290, 640), (230, 640)], 30, look.colour)
    c.tube([(730, 690), (880, 660), (900, 780), (860, 900)], 34, named("Walnut"))
    c.lathe(600, [(650, 150), (760, 190), (900, 232), (STAND, 236)], across(look.colour, "metal"))
    c.lathe(600, [(622, 120), (656, 156)], across(darker(look.colour, 0.1), "metal"))
    knob(c, 600, 604, named("Walnut"))


@draws("kettle/moka")
def moka(c, look):
    c.shadow(600, STAND, 190)
    facets = ((-1, -0.45, -0.02), (-0.45, 0.1, 0.3), (0.1, 0.6, -0.12), (0.6, 1, -0.34))
    c.tube([(700, 560), (880, 560), (870, 720)], 40, named("Black"))
    c.poly([(455, 520), (400, 560), (470, 620)], darker(look.colour, 0.1))
    for left, right, light in facets:
        tone = lighter(look.colour, light) if light > 0 else darker(look.colour, -light)
        for top, bottom, r_top, r_bottom in ((500, 720, 165, 120), (744, STAND, 130, 175)):
            c.poly(
                [
                    (600 + left * r_top, top),
                    (600 + right * r_top, top),
                    (600 + right * r_bottom, bottom),
                    (600 + left * r_bottom, bottom),
                ],
                tone,
            )
    c.rect(462, 714, 738, 750, across(darker(look.colour, 0.2), "metal"), radius=8)
    c.poly([(440, 502), (600, 450), (760, 502)], across(lighter(look.colour, 0.1), "metal"))
    knob(c, 600, 436, named("Black"), 24)


@draws("pot/casserole", "pot/stock", "pot/clay")
def casserole(c, look):
    top, r = {"casserole": (690, 330), "stock": (540, 300), "clay": (740, 350)}[look.variant]
    finish = {"casserole": "gloss", "stock": "metal", "clay": "matt"}[look.variant]
    c.shadow(600, STAND, r)
    for side in (-1, 1):
        x = 600 + side * r
        c.tube(
            [
                (x - side * 20, top + 60),
                (x + side * 70, top + 56),
                (x + side * 70, top + 110),
                (x - side * 20, top + 116),
            ],
            30,
            darker(look.colour, 0.12),
        )
    c.lathe(600, [(top, r), (STAND - 60, r), (STAND - 16, r * 0.95), (STAND, r * 0.86)], across(look.colour, finish))
    c.lathe(
        600,
        [(top - 90, 60), (top - 70, r * 0.6), (top - 24, r * 0.97), (top, r + 8), (top + 14, r + 8)],
        across(lighter(look.colour, 0.06), finish),
    )
    c.lathe(600, [(top + 12, r + 6), (top + 22, r + 4)], across(darker(look.colour, 0.3), finish))
    knob(c, 600, top - 104, named("Brass") if look.variant == "casserole" else darker(look.colour, 0.25), 36)


@draws("pot/saucepan", "pot/milk", "pot/skillet")
def saucepan(c, look):
    top, r = {"saucepan": (740, 260), "milk": (720, 220), "skillet": (880, 330)}[look.variant]
    finish = {"saucepan": "metal", "milk": "gloss", "skillet": "matt"}[look.variant]
    c.shadow(600, STAND, r)
    grip = named("Oak") if look.variant == "milk" else darker(look.colour, 0.25)
    c.tube([(600 + r * 0.9, top + 36), (600 + r + 120, top + 6), (600 + r + 330, top - 26)], 42, grip)
    c.lathe(600, [(top, r), (STAND - 24, r * 0.96), (STAND, r * 0.86)], across(look.colour, finish))
    opening(c, 600, top, r, look.colour, tilt=0.17)
    if look.variant == "skillet":
        c.blob([(500, top - 8), (590, top - 30), (700, top - 6), (690, top + 26), (560, top + 34)], (250, 248, 240))
        c.ellipse(600, top + 2, 46, 18, across(named("Mustard"), "gloss"))
