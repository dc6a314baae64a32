"""Vases."""

from math import sin

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.colour import darker, lighter, mix, named
from catalog.demo.pictures.crockery import handle, opening
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.glassware import glass, gleam
from catalog.demo.pictures.plants import stem
from catalog.demo.pictures.ramp import across

PROFILES = {
    "bottle": [(420, 42), (560, 40), (660, 70), (780, 170), (900, 180), (STAND, 120)],
    "amphora": [(440, 110), (480, 84), (560, 90), (660, 200), (760, 230), (880, 170), (STAND, 90)],
    "round": [(600, 74), (640, 120), (720, 230), (820, 262), (920, 210), (STAND, 120)],
    "tulip": [(480, 190), (560, 150), (700, 110), (800, 140), (900, 160), (STAND, 110)],
    "cylinder": [(520, 150), (700, 150), (STAND - 12, 150), (STAND, 142)],
    "moon": [(500, 96), (530, 110), (640, 250), (760, 290), (880, 244), (STAND, 120)],
    "pleat": [(500, 170), (640, 130), (780, 190), (900, 180), (STAND, 130)],
    "churn": [(470, 120), (520, 100), (580, 110), (660, 190), (STAND - 20, 196), (STAND, 186)],
    "ripple": [(500, 150), (620, 160), (760, 190), (900, 170), (STAND, 130)],
}


@draws(*(f"vase/{kind}" for kind in PROFILES))
def vase(c, look):
    profile, k = PROFILES[look.variant], look.colour
    is_glass = look.variant in {"tulip", "ripple"}
    c.shadow(600, STAND, profile[-1][1] * 1.4)
    _flowers(c, look, profile[0])
    if look.variant == "amphora":
        handle(c, 680, 500, 680, 130, 30, k)
        handle(c, 520, 500, 680, -130, 30, k)
    if look.variant == "churn":
        handle(c, 700, 560, 740, 150, 26, k)
    c.lathe(600, profile, glass(k) if is_glass else across(k, "gloss" if look.number % 2 else "matt"))
    if look.variant in {"pleat", "ripple"}:
        for step in range(-4, 5):
            c.curve(
                [(600 + r * sin(step * 0.36), y) for y, r in profile],
                5,
                darker(k, 0.16) if step > -2 else lighter(k, 0.3),
            )
    opening(c, 600, profile[0][0], profile[0][1], k, tilt=0.14)
    if is_glass:
        gleam(c, 520, 760, 930, 12)


def _flowers(c, look, mouth):
    y, r = mouth
    if look.number % 3 == 0:
        for lean in (-130, -60, 10, 80, 150):
            stem(c, 600 + lean * r / 400, y + 20, lean, 300 - abs(lean) * 0.6, named("Sand"), 40, flower=False)
    elif look.number % 3 == 1:
        bloom = named(("Coral", "Mustard", "Rose", "Plum")[look.number % 4])
        for lean in (-120, 0, 110):
            stem(c, 600 + lean * r / 300, y + 20, lean, 280 - abs(lean) * 0.5, bloom, 44)


@draws("vase/trio", "vase/totem")
def vase_group(c, look):
    k = look.colour
    if look.variant == "totem":
        c.shadow(600, STAND, 170)
        c.lathe(
            600, [(820, 60), (STAND - 10, 180), (STAND, 180)], across(mix(k, named("Chalk"), 0.55)), is_smooth=False
        )
        c.ellipse(600, 720, 130, 120, across(k, "gloss"))
        c.lathe(600, [(560, 170), (620, 170)], across(darker(k, 0.35)), is_smooth=False)
        c.ellipse(600, 560, 170, 20, darker(k, 0.2))
        c.lathe(600, [(420, 70), (470, 60), (556, 90)], across(lighter(k, 0.5)))
        stem(c, 600, 440, 60, 200, named("Mustard"), 40)
        opening(c, 600, 420, 70, lighter(k, 0.5))
        return
    tones = (k, mix(k, named("Chalk"), 0.6), darker(k, 0.3))
    for x, high, r, tone in ((390, 330, 110, tones[0]), (800, 400, 90, tones[2]), (590, 230, 130, tones[1])):
        c.shadow(x, STAND, r)
        top = STAND - high
        stem(c, x, top + 10, 40, 180, named("Rose"), 30, flower=x != 590)
        c.lathe(
            x,
            [(top, r * 0.3), (top + high * 0.3, r * 0.36), (top + high * 0.66, r), (STAND, r * 0.66)],
            across(tone, "gloss"),
        )
        opening(c, x, top, r * 0.3, tone)
