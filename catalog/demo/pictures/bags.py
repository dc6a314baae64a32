"""Bags."""

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.canvas import box, smooth
from catalog.demo.pictures.colour import DARK, LIGHT, beside, darker, lighter, named
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.ramp import across

STRAP = named("Walnut")


def buckle(c, x, y):
    c.rect(x - 22, y - 16, x + 22, y + 16, across(named("Brass"), "metal"), radius=6)
    c.rect(x - 10, y - 7, x + 10, y + 7, darker(named("Brass"), 0.5))


def seam(c, points, colour):
    """A row of stitches."""
    line = smooth(points) if len(points) > 2 else points
    for start, end in zip(line[::2], line[1::2], strict=False):
        c.line([start, end], 4, colour)


@draws("bag/backpack", "bag/kids")
def backpack(c, look):
    k = look.colour
    c.shadow(600, STAND, 250)
    c.tube([(540, 330), (560, 230), (640, 230), (660, 330)], 22, darker(k, 0.3))
    for side in (-1, 1):
        c.tube([(600 + side * 190, 420), (600 + side * 290, 600), (600 + side * 240, 900)], 40, darker(k, 0.25))
    c.blob(
        [
            (380, 420),
            (440, 310),
            (600, 280),
            (760, 310),
            (820, 420),
            (838, 700),
            (820, 930),
            (760, STAND),
            (600, STAND + 6),
            (440, STAND),
            (380, 930),
            (362, 700),
        ],
        across(k),
    )
    if look.variant == "kids" or look.number % 2:
        c.curve([(420, 520), (450, 380), (600, 340), (750, 380), (780, 520)], 8, darker(k, 0.35))
        c.line([(770, 520), (770, 560)], 12, named("Mustard"))
    else:
        c.poly([(360, 300), (840, 300), (846, 420), (354, 420)], across(lighter(k, 0.06)))
        c.rect(354, 380, 846, 470, across(darker(k, 0.06)), radius=30)
        c.rect(576, 420, 624, 640, across(STRAP))
        buckle(c, 600, 560)
    c.poly(box(430, 640, 770, 930, 50), across(lighter(k, 0.1)))
    c.line([(450, 700), (750, 700)], 8, darker(k, 0.32))
    seam(c, box(446, 656, 754, 914, 40), darker(k, 0.14))
    if look.variant == "kids":
        c.rect(520, 440, 680, 540, (252, 250, 244), radius=14)
        c.line([(546, 500), (640, 500)], 7, named("Ink"))
        c.ellipse(600, 820, 52, 52, named("Mustard"))
        for side in (-1, 1):
            c.ellipse(600 + side * 20, 810, 6, 8, named("Ink"))
    else:
        c.rect(570, 740, 630, 790, named("Cork"), radius=6)


@draws("bag/tote", "bag/lunch")
def tote(c, look):
    k = look.colour
    c.shadow(600, STAND, 270)
    if look.variant == "lunch":
        c.poly([(400, 430), (800, 430), (830, STAND), (370, STAND)], across(k))
        c.rect(386, 400, 814, 520, across(darker(k, 0.08)), radius=18)
        c.line([(400, 460), (800, 460)], 4, darker(k, 0.22))
        c.rect(574, 380, 626, 640, across(STRAP))
        buckle(c, 600, 580)
        c.line([(470, 540), (440, STAND - 10)], 4, darker(k, 0.14))
        c.line([(730, 540), (760, STAND - 10)], 4, darker(k, 0.2))
        return
    for tone, shift in ((darker(k, 0.24), -14), (darker(k, 0.06), 0)):
        c.curve(
            [(470, 500 + shift), (480, 280 + shift), (600, 220 + shift), (720, 280 + shift), (730, 500 + shift)],
            34,
            tone,
        )
    c.poly([(350, 470), (850, 470), (880, STAND), (320, STAND)], across(k, "soft"))
    c.glow(470, 700, 40, 220, LIGHT, 0.2)
    c.glow(760, 760, 40, 200, DARK, 0.14)
    seam(c, [(356, 500), (600, 504), (844, 500)], darker(k, 0.18))
    c.ellipse(600, 740, 110, 110, beside(k))
    c.ellipse(642, 716, 96, 96, k)


@draws("bag/sling", "bag/satchel")
def crossbody(c, look):
    k = look.colour
    c.shadow(600, STAND, 320)
    c.curve(
        [(300, 700), (330, 330), (600, 220), (870, 330), (900, 700)],
        28,
        darker(k, 0.2) if look.variant == "sling" else STRAP,
    )
    if look.variant == "sling":
        c.blob(
            [
                (260, 760),
                (320, 640),
                (600, 600),
                (880, 640),
                (940, 760),
                (900, 920),
                (760, STAND),
                (440, STAND),
                (300, 920),
            ],
            across(k),
        )
        c.curve([(320, 700), (600, 664), (880, 700)], 9, darker(k, 0.4))
        c.line([(868, 700), (884, 750)], 12, named("Mustard"))
        c.rect(560, 800, 680, 860, darker(k, 0.14), radius=8)
        return
    c.rect(280, 560, 920, STAND, across(k), radius=36)
    c.poly([(270, 540), (930, 540), (926, 780), (880, 830), (320, 830), (274, 780)], across(lighter(k, 0.08)))
    seam(c, [(296, 770), (340, 810), (600, 812), (860, 810), (904, 770)], lighter(k, 0.4))
    for x in (420, 780):
        c.rect(x - 24, 760, x + 24, 900, across(darker(k, 0.18)), radius=8)
        buckle(c, x, 850)
    c.tube([(520, 540), (540, 480), (660, 480), (680, 540)], 22, darker(k, 0.2))


@draws("bag/duffel", "bag/pannier", "bag/roll", "bag/net")
def holdall(c, look):
    k = look.colour
    c.shadow(600, STAND, 390 if look.variant in {"duffel", "roll"} else 270)
    match look.variant:
        case "duffel":
            c.curve([(430, 640), (450, 400), (600, 350), (750, 400), (770, 640)], 30, STRAP)
            c.poly(box(220, 570, 980, STAND, 110), across(k))
            c.rect(300, 560, 900, 590, across(darker(k, 0.2)), radius=14)
            for x in (400, 740):
                c.rect(x, 570, x + 60, STAND, across(STRAP))
            c.ellipse(250, 780, 26, 150, darker(k, 0.16))
            buckle(c, 430, 700)
            buckle(c, 770, 700)
        case "pannier":
            c.poly(
                [(400, 430), (800, 430), (860, STAND - 40), (820, STAND), (380, STAND), (340, STAND - 40)], across(k)
            )
            c.rect(380, 380, 820, 480, across(darker(k, 0.1)), radius=40)
            for x in (480, 720):
                c.rect(x - 22, 400, x + 22, 620, across(named("Charcoal")))
                buckle(c, x, 590)
            c.rect(370, 820, 830, 850, named("Steel"))
        case "roll":
            c.poly(box(240, 520, 960, STAND, 24), across(k, "soft"))
            c.poly(box(240, 520, 960, 640, 24), across(lighter(k, 0.08), "soft"))
            for place, x in enumerate(range(290, 930, 92)):
                c.tube(
                    [(x + 46, 800), (x + 46, 610 - place % 3 * 40)],
                    26,
                    named(("Oak", "Rust", "Steel", "Mustard")[place % 4]),
                )
                c.poly(box(x, 720, x + 82, STAND - 30, 8), across(darker(k, 0.06), "soft"))
            c.line([(960, 760), (1040, 800)], 16, STRAP)
        case "net":
            c.curve([(430, 560), (470, 300), (600, 240), (730, 300), (770, 560)], 22, darker(k, 0.12))
            for x, y, r, tone in (
                (500, 850, 120, "Apricot"),
                (690, 840, 128, "Mustard"),
                (600, 690, 110, "Apricot"),
                (720, 660, 80, "Moss"),
                (470, 690, 84, "Cherry"),
            ):
                c.ellipse(x, y, r, r, across(named(tone)))
            outline = smooth(
                [(400, 550), (800, 550), (880, 800), (780, STAND), (600, STAND + 10), (420, STAND), (320, 800)],
                closed=True,
            )
            with c.inside(outline):
                for step in range(-14, 15):
                    c.line([(600 + step * 60, 500), (600 + step * 60 + 300, 1040)], 6, k)
                    c.line([(600 + step * 60, 500), (600 + step * 60 - 300, 1040)], 6, k)
            c.curve([(400, 556), (600, 590), (800, 556)], 20, darker(k, 0.08))
