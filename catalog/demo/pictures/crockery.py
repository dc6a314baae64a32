"""Mugs, cups, bowls and plates."""

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.canvas import ring
from catalog.demo.pictures.colour import beside, darker, lighter, mix, named
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.ramp import across, down

CLAY = (203, 170, 138)
COFFEE = (92, 58, 40)
TEA = (190, 104, 44)


def opening(c, cx, y, r, colour, tilt=0.16, filled=None):
    """The rim of a round vessel seen a little from above, and what is in it."""
    c.ellipse(cx, y, r, r * tilt, lighter(colour, 0.28))
    c.ellipse(cx, y + r * 0.012, r * 0.94, r * tilt * 0.88, across(darker(colour, 0.22), "soft"))
    if filled:
        c.ellipse(cx, y + r * tilt * 0.34, r * 0.86, r * tilt * 0.55, across(filled, "soft"))


def handle(c, x, top, bottom, reach, width, colour):
    """An ear on the right side."""
    c.tube([(x - 12, top), (x + reach * 0.7, top + 6), (x + reach, (top + bottom) / 2 - 10),
            (x + reach * 0.62, bottom - 12), (x - 16, bottom)], width, colour)  # fmt: skip


def body(c, cx, top, bottom, r_top, r_mid, r_bottom, fill):
    middle = (top + bottom) / 2
    c.lathe(cx, [(top, r_top), (middle, r_mid), (bottom - 30, r_bottom * 1.04), (bottom, r_bottom * 0.92)], fill)
    c.ellipse(cx, bottom, r_bottom * 0.92, r_bottom * 0.1, fill)


@draws("mug/round", "mug/wide", "mug/tall", "mug/espresso", "mug/dipped", "mug/speckle", "mug/stripe")
def mug(c, look):
    colour = look.colour
    top, r_top, r_mid, r_bottom = {
        "round": (600, 205, 245, 175), "wide": (640, 285, 290, 190), "tall": (480, 180, 178, 165), "espresso": (735, 165, 158, 110),
        "dipped": (610, 235, 225, 165), "speckle": (610, 215, 215, 190), "stripe": (560, 205, 205, 195),
    }[look.variant]  # fmt: skip
    height = STAND - top
    c.shadow(600, STAND, r_bottom * 1.35)
    if look.variant == "espresso":
        saucer(c, 600, STAND, 270, colour)
    handle(c, 600 + r_mid * 0.94, top + height * 0.18, top + height * 0.74, height * 0.36, height * 0.105, colour)
    body(c, 600, top, STAND, r_top, r_mid, r_bottom, across(CLAY if look.variant == "dipped" else colour, "gloss"))
    if look.variant == "dipped":
        drip = [
            (300, top),
            (900, top),
            (900, top + height * 0.66),
            (640, top + height * 0.7),
            (480, top + height * 0.58),
            (300, top + height * 0.64),
        ]
        with c.inside(drip):
            body(c, 600, top, STAND, r_top, r_mid, r_bottom, across(colour, "gloss"))
    elif look.variant == "speckle":
        speckles(c, look, 600, top + 30, STAND - 30, r_mid * 0.92)
    elif look.variant == "stripe":
        c.lathe(
            600,
            [(top + height * 0.44, r_mid), (top + height * 0.68, r_mid * 1.005)],
            across(lighter(colour, 0.75), "gloss"),
        )
    opening(c, 600, top, r_top, colour, filled=COFFEE if look.number % 2 else TEA)


def speckles(c, look, cx, top, bottom, r):
    chance = look.chance
    for _ in range(150):
        x, y, size = cx + chance.uniform(-r, r), chance.uniform(top, bottom), chance.uniform(1.2, 4)
        c.ellipse(x, y, size, size * 0.8, darker(look.colour, chance.uniform(0.3, 0.6)))


def saucer(c, cx, y, r, colour):
    c.ellipse(cx, y + 2, r, r * 0.2, across(darker(colour, 0.18), "soft"))
    c.ellipse(cx, y - 10, r, r * 0.2, across(lighter(colour, 0.12), "soft"))
    c.ellipse(cx, y - 8, r * 0.5, r * 0.09, darker(colour, 0.1))


@draws("mug/tumbler", "mug/tumbler-handle")
def tumbler(c, look):
    c.shadow(600, STAND, 230)
    if look.variant == "tumbler-handle":
        handle(c, 800, 650, 850, 130, 36, look.colour)
    c.lathe(
        600,
        [(590, 225), (STAND - 10, 190 if look.variant == "tumbler" else 222), (STAND, 182)],
        across(look.colour, "gloss"),
        is_smooth=False,
    )
    c.ellipse(600, STAND, 184, 18, across(look.colour, "gloss"))
    opening(c, 600, 590, 225, look.colour, filled=TEA)
    if look.variant == "tumbler-handle":
        rim(c, 600, 590, 225, darker(named("Ink"), 0.2))


def rim(c, cx, y, r, colour):
    """A dark enamel edge."""
    c.line(ring(cx, y, r, r * 0.16), 9, colour)


@draws("mug/glass")
def glass_cup(c, look):
    c.shadow(600, STAND, 230, strength=0.2)
    pale = mix(look.colour, (255, 255, 255), 0.35)
    c.curve([(800, 640), (930, 660), (930, 840), (780, 880)], 30, darker(pale, 0.12))
    c.curve([(800, 640), (926, 662), (926, 836), (780, 876)], 16, lighter(pale, 0.4))
    body(c, 600, 560, STAND, 225, 215, 180, across(pale, "soft"))
    c.lathe(600, [(660, 205), (860, 195), (955, 160)], across(TEA, "gloss"))
    c.ellipse(600, 660, 205, 30, lighter(TEA, 0.3))
    c.line(ring(600, 560, 224, 34), 8, lighter(pale, 0.5))
    c.poly([(430, 600), (455, 604), (470, 900), (452, 890)], lighter(pale, 0.75))


@draws("mug/travel")
def travel_cup(c, look):
    c.shadow(600, STAND, 200)
    c.lathe(600, [(470, 205), (STAND - 8, 158), (STAND, 150)], across(look.colour), is_smooth=False)
    c.ellipse(600, STAND, 152, 15, across(look.colour))
    c.lathe(600, [(640, 196), (830, 175)], across(named("Cork")), is_smooth=False)
    c.rect(372, 420, 828, 476, across(darker(look.colour, 0.35), "gloss"), radius=22)
    c.rect(420, 376, 780, 424, across(darker(look.colour, 0.25), "gloss"), radius=16)
    c.ellipse(600, 384, 60, 9, darker(look.colour, 0.6))


@draws("bowl/wide", "bowl/deep", "bowl/wood", "bowl/footed", "bowl/colander", "bowl/lidded")
def bowl(c, look):
    top, r, foot = {"wide": (760, 370, 150), "deep": (640, 310, 130), "wood": (690, 380, 160), "footed": (610, 370, 95),
                    "colander": (680, 330, 140), "lidded": (740, 240, 150)}[look.variant]  # fmt: skip
    finish = "matt" if look.variant in {"wood", "footed"} else "gloss"
    c.shadow(600, STAND, r * 0.78)
    c.lathe(600, [(STAND - 46, foot * 0.9), (STAND, foot)], across(darker(look.colour, 0.14), finish))
    if look.variant == "footed":
        c.lathe(600, [(850, 40), (930, 36), (STAND, 150)], across(darker(look.colour, 0.1)))
    depth = STAND - 30 - top if look.variant != "footed" else 270
    c.lathe(
        600,
        [(top, r), (top + depth * 0.45, r * 0.86), (top + depth * 0.85, r * 0.52), (top + depth, foot)],
        across(look.colour, finish),
    )
    if look.variant == "colander":
        holes(c, look, top, depth, r)
    if look.variant == "lidded":
        c.lathe(600, [(top - 66, 40), (top - 40, 190), (top, r + 6)], across(named("Oak")))
        c.ellipse(600, top - 84, 34, 26, across(named("Walnut")))
        return
    opening(c, 600, top, r, look.colour, tilt=0.2)
    if look.variant == "wood":
        for step in range(1, 6):
            c.line(ring(600, top + 8, r * 0.94 * step / 6, r * 0.17 * step / 6), 3, darker(look.colour, 0.34))
    if look.variant == "footed":
        lemons(c, top)


def lemons(c, top):
    lemon = named("Butter")
    for x, y, r in ((480, top - 20, 84), (720, top - 24, 88), (600, top - 56, 92)):
        c.blob(
            [(x - r * 1.2, y), (x, y - r * 0.86), (x + r * 1.25, y - 4), (x, y + r * 0.86)],
            across(mix(lemon, named("Mustard"), 0.35)),
        )


def holes(c, look, top, depth, r):
    for row, y in enumerate((0.28, 0.46, 0.64)):
        for place in range(-4, 5):
            x = 600 + place * r * (0.2 - row * 0.025) + (row % 2) * 18
            c.ellipse(x, top + depth * y, 13, 15, darker(look.colour, 0.55))


@draws("bowl/plate")
def plate(c, look):
    """Leaning against the wall, so that one sees it from the front."""
    c.shadow(600, STAND - 12, 250, 36)
    c.ellipse(606, 640, 336, 344, darker(look.colour, 0.3))
    c.ellipse(600, 636, 336, 344, across(look.colour, "soft"))
    c.ellipse(600, 636, 336, 344, down(lighter(look.colour, 0.3), darker(look.colour, 0.06)))
    c.ellipse(600, 640, 232, 238, down(darker(look.colour, 0.13), lighter(look.colour, 0.16)))
    c.ellipse(600, 646, 220, 226, down(lighter(look.colour, 0.2), look.colour))
    if look.number % 2:
        c.line(ring(600, 637, 318, 326), 5, beside(look.colour))


@draws("bowl/plates")
def plates(c, look):
    """A stack, and one leaning behind it."""
    c.shadow(600, STAND, 320)
    c.ellipse(660, 720, 250, 256, down(lighter(look.colour, 0.25), look.colour))
    c.ellipse(660, 724, 176, 180, down(darker(look.colour, 0.12), lighter(look.colour, 0.12)))
    for step in range(4):
        y = STAND - 30 - step * 40
        tone = mix(look.colour, beside(look.colour), 0.25 if step % 2 else 0.0)
        c.lathe(540, [(y, 300), (y + 22, 250), (y + 36, 160)], across(darker(tone, 0.06), "gloss"))
        c.ellipse(540, y, 300, 40, lighter(tone, 0.18))
    c.ellipse(540, STAND - 148, 250, 30, darker(look.colour, 0.12))


@draws("bowl/nested")
def nested_bowls(c, look):
    c.shadow(600, STAND, 330)
    tones = (look.colour, mix(look.colour, lighter(look.colour, 0.9), 0.45), mix(look.colour, named("Sand"), 0.5))
    for step, tone in enumerate(tones):
        top, r = 760 - step * 92, 380 - step * 76
        c.lathe(
            600,
            [(top, r), (top + 70, r * 0.95), (top + 150, r * 0.76), (top + 200, r * 0.5), (top + 212, r * 0.4)],
            across(tone, "gloss"),
        )
        opening(c, 600, top, r, tone, tilt=0.14)
        c.line(ring(600, top, r, r * 0.14), 7, lighter(tone, 0.6))
