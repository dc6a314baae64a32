"""Candles and what holds them."""

from math import sin

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.colour import beside, darker, lighter, mix, named
from catalog.demo.pictures.crockery import opening
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.lamps import BULB, WARM
from catalog.demo.pictures.ramp import across

WAX = named("Chalk")


def flame(c, x, y, size=34):
    """Standing on its wick, whose foot is at x, y."""
    c.glow(x, y - size * 1.6, size * 5, size * 5, WARM, 0.4)
    c.line([(x, y), (x, y - size * 0.7)], 5, named("Charcoal"))
    c.blob(
        [
            (x, y - size * 3.3),
            (x + size * 0.6, y - size * 1.5),
            (x + size * 0.42, y - size * 0.6),
            (x - size * 0.42, y - size * 0.6),
            (x - size * 0.6, y - size * 1.5),
        ],
        (250, 186, 80),
    )
    c.blob(
        [
            (x, y - size * 2.3),
            (x + size * 0.32, y - size * 1.3),
            (x, y - size * 0.6),
            (x - size * 0.32, y - size * 1.3),
        ],
        BULB,
    )


def taper(c, x, top, bottom, r, colour):
    c.lathe(x, [(top, r * 0.75), (bottom, r)], across(colour), is_smooth=False)
    c.ellipse(x, top, r * 0.75, r * 0.16, lighter(colour, 0.35))
    flame(c, x, top, r * 0.8 if r < 40 else 32)


@draws("candle/jar", "candle/tin", "candle/pillar", "candle/ball")
def jar(c, look):
    k = look.colour
    top, r = {"jar": (620, 200), "tin": (760, 210), "pillar": (520, 160), "ball": (600, 200)}[look.variant]
    c.shadow(600, STAND, r * 1.05)
    if look.variant == "ball":
        c.ellipse(600, 790, 196, 196, across(k, "matt"))
        c.ellipse(600, 604, 60, 14, lighter(k, 0.4))
        flame(c, 600, 606)
        return
    c.lathe(
        600,
        [(top, r), (STAND - 14, r), (STAND, r * 0.93)],
        across(k, {"jar": "gloss", "tin": "metal", "pillar": "matt"}[look.variant]),
        is_smooth=False,
    )
    c.ellipse(600, STAND, r * 0.93, 14, across(darker(k, 0.1)))
    opening(c, 600, top, r, k, tilt=0.15, filled=WAX if look.variant != "pillar" else None)
    if look.variant == "pillar":
        c.ellipse(600, top, r, r * 0.15, lighter(k, 0.3))
        c.glow(600, top, r * 0.5, 12, BULB, 0.9)
    else:
        middle = (top + STAND) / 2 + 14
        c.rect(600 - r * 0.56, middle - 90, 600 + r * 0.5, middle + 90, (250, 246, 236), radius=6)
        c.line([(600 - r * 0.36, middle - 44), (600 + r * 0.3, middle - 44)], 9, named("Ink"))
        c.line([(600 - r * 0.26, middle - 12), (600 + r * 0.2, middle - 12)], 4, named("Stone"))
        c.ellipse(600 - r * 0.03, middle + 40, 20, 20, k)
    flame(c, 600, top + 16)


@draws("candle/taper", "candle/twist")
def tapers(c, look):
    k = look.colour
    c.shadow(600, STAND, 300, 40)
    for place, x in enumerate((370, 520, 680, 830) if look.variant == "taper" else (480, 720)):
        tone = mix(k, beside(k), 0.16 * place) if look.variant == "taper" else (k, mix(k, named("Chalk"), 0.5))[place]
        top = 380 + (place * 83) % 150
        if look.variant == "taper":
            taper(c, x, top, STAND - 70, 30, tone)
        else:
            side = [(y, 34 + 10 * sin(y / 16)) for y in range(top, STAND - 60, 8)]
            c.lathe(x, side, across(tone, "gloss"))
            for y in range(top + 10, STAND - 80, 50):
                c.curve([(x - 36, y + 34), (x, y + 16), (x + 36, y)], 5, darker(tone, 0.2))
            flame(c, x, top, 26)
        c.lathe(
            x,
            [(STAND - 84, 40), (STAND - 40, 44), (STAND - 10, 64), (STAND, 64)],
            across(named("Brass"), "metal"),
            is_smooth=False,
        )


@draws("candle/stick", "candle/candelabra")
def stick(c, look):
    k = look.colour
    c.shadow(600, STAND, 150)
    if look.variant == "candelabra":
        for side in (-1, 1):
            c.tube([(600, 800), (600 + side * 120, 790), (600 + side * 220, 720), (600 + side * 224, 610)], 22, k)
            taper(c, 600 + side * 224, 400, 600, 22, WAX)
            c.lathe(600 + side * 224, [(590, 40), (616, 44), (640, 16)], across(k))
    taper(c, 600, 330, 570, 24, WAX)
    c.lathe(
        600,
        [(552, 44), (580, 46), (610, 20), (720, 18), (760, 40), (800, 20), (920, 24), (960, 130), (STAND, 150)],
        across(k, "metal" if look.variant == "stick" else "matt"),
    )


@draws("candle/tealight")
def tealights(c, look):
    for place, (x, y) in enumerate(((420, STAND - 70), (770, STAND - 80), (560, STAND), (860, STAND + 10))):
        tone = (
            look.colour,
            mix(look.colour, named("Chalk"), 0.5),
            darker(look.colour, 0.25),
            lighter(look.colour, 0.25),
        )[place]
        c.shadow(x, y, 120)
        c.lathe(x, [(y - 110, 120), (y - 40, 116), (y, 80)], across(tone, "gloss"))
        opening(c, x, y - 110, 120, tone, tilt=0.22, filled=WAX)
        flame(c, x, y - 92, 22)
