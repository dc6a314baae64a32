"""Watering cans, hand tools and a house for birds."""

from math import pi

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.canvas import box, ring
from catalog.demo.pictures.colour import DARK, darker, lighter, named
from catalog.demo.pictures.crockery import opening
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.plants import LEAF, leaf, stem
from catalog.demo.pictures.ramp import across, down

METAL = named("Steel")
EARTH = (84, 60, 48)


@draws("can/long", "can/garden", "can/drop")
def watering_can(c, look):
    k = look.colour
    finish = "metal" if look.variant == "garden" and k == named("Steel") else "gloss"
    c.shadow(640, STAND, 250)
    match look.variant:
        case "long":
            c.tube([(560, 930), (400, 800), (300, 560), (170, 470)], 26, k)
            c.tube([(640, 620), (780, 520), (960, 620), (930, 820), (860, 900)], 30, k)
            c.lathe(690, [(640, 110), (700, 160), (850, 190), (STAND, 180)], across(k, finish))
            opening(c, 690, 640, 110, k, tilt=0.16)
        case "garden":
            c.poly([(560, 900), (580, 960), (250, 660), (290, 610)], across(darker(k, 0.08), "metal"))
            c.poly([(220, 560), (330, 660), (286, 700), (176, 600)], across(named("Brass"), "metal"))
            c.tube([(560, 640), (640, 460), (820, 460), (880, 640)], 30, k)
            c.tube([(880, 700), (1000, 740), (980, 900), (880, 920)], 28, k)
            c.lathe(720, [(630, 190), (STAND - 10, 205), (STAND, 205)], across(k, finish), is_smooth=False)
            for y in (700, 900):
                c.lathe(720, [(y, 202), (y + 16, 205)], across(darker(k, 0.2), finish))
            opening(c, 720, 630, 190, k, tilt=0.16)
        case "drop":
            c.tube([(520, 900), (400, 800), (340, 620)], 30, darker(k, 0.06))
            c.tube([(700, 560), (900, 560), (920, 760), (830, 900)], 30, darker(k, 0.06))
            c.lathe(640, [(420, 12), (520, 60), (680, 180), (840, 230), (940, 200), (STAND, 140)], across(k, finish))


def grip(c, x, top, bottom, colour):
    """A turned handle."""
    high = bottom - top
    c.lathe(
        x,
        [(top, 30), (top + high * 0.1, 44), (top + high * 0.4, 38), (top + high * 0.8, 50), (bottom, 34)],
        across(colour, "gloss"),
    )
    c.ellipse(x, top + high * 0.88, 12, 12, darker(colour, 0.5))


@draws("can/trowel", "can/fork", "can/dibber", place="wall")
def hand_tool(c, look):
    wood = named("Oak") if look.colour == named("Oak") else look.colour
    c.glow(630, 640, 130, 420, DARK, 0.2)
    if look.variant == "dibber":
        c.lathe(480, [(220, 40), (300, 60), (360, 46), (620, 60), (900, 30), (1000, 4)], across(look.colour, "matt"))
        c.lathe(480, [(800, 44), (900, 30), (1000, 4)], across(METAL, "metal"))
        c.tube([(760, 300), (760, 1000)], 34, look.colour)
        for y in range(400, 700, 16):
            c.line([(716, y), (804, y + 8)], 12, named("Oat"))
        c.curve([(780, 690), (860, 800), (800, 900)], 8, named("Oat"))
        return
    c.tube([(600, 470), (600, 600)], 24, METAL)
    c.lathe(600, [(440, 34), (490, 30)], across(named("Brass"), "metal"))
    grip(c, 600, 170, 460, wood)
    c.curve([(600, 180), (560, 110), (600, 80), (640, 110), (600, 180)], 8, named("Walnut"))
    if look.variant == "trowel":
        c.blob(
            [(600, 570), (690, 620), (706, 780), (660, 930), (600, 1020), (540, 930), (494, 780), (510, 620)],
            across(METAL, "metal"),
        )
        c.curve([(600, 620), (604, 780), (600, 960)], 8, darker(METAL, 0.25))
    else:
        c.tube([(490, 720), (500, 650), (600, 620), (700, 650), (710, 720)], 30, METAL)
        for x in (490, 600, 710):
            c.tube([(x, 650), (x, 940)], 28, METAL)
            c.poly([(x - 13, 936), (x + 13, 936), (x, 1000)], darker(METAL, 0.2))


@draws("can/secateurs", place="wall")
def secateurs(c, look):
    k = look.colour
    c.glow(620, 640, 200, 400, DARK, 0.2)
    c.blob([(600, 470), (560, 380), (570, 260), (640, 170), (650, 300), (640, 420)], across(METAL, "metal"))
    c.blob(
        [(610, 470), (660, 400), (730, 330), (760, 240), (700, 220), (660, 300), (640, 400)],
        across(darker(METAL, 0.2), "metal"),
    )
    c.tube([(590, 500), (500, 660), (480, 840), (500, 990)], 70, k)
    c.tube([(620, 500), (710, 650), (730, 830), (700, 980)], 70, k)
    c.tube([(560, 640), (600, 600), (650, 640)], 12, METAL)
    c.ellipse(605, 490, 40, 40, across(named("Brass"), "metal"))


@draws("can/mister")
def mister(c, look):
    k = look.colour
    c.shadow(600, STAND, 190)
    c.lathe(600, [(560, 44), (620, 60), (720, 170), (860, 190), (STAND, 150)], across(k, "metal"))
    c.rect(556, 440, 644, 570, across(darker(k, 0.1), "metal"), radius=10)
    c.rect(430, 410, 690, 466, across(k, "metal"), radius=24)
    c.ellipse(430, 438, 18, 22, darker(k, 0.4))
    c.tube([(680, 440), (760, 470), (770, 560)], 22, k)
    for step in range(24):
        c.ellipse(400 - step * 11, 438 + ((step * 37) % 60 - 30) * step / 14, 4, 4, (255, 255, 255))


@draws("can/trug")
def trug(c, look):
    k = look.colour
    c.shadow(600, STAND, 380, 44)
    c.curve([(300, 740), (380, 420), (600, 340), (820, 420), (900, 740)], 36, darker(k, 0.12))
    for x, lean, tone in ((420, -90, "Rose"), (520, -40, "Mustard"), (640, 20, "Coral"), (740, 80, "Lilac")):
        stem(c, x, 760, lean, 240, named(tone), 44)
    for x, lean in ((470, -60), (600, 10), (700, 70)):
        leaf(c, x, 760, lean, 220, 44, LEAF)
    c.poly([(220, 730), (980, 730), (880, STAND), (320, STAND)], across(k, "soft"))
    for row, y in enumerate((780, 836, 892, 948)):
        inset = 20 + row * 24
        c.line([(220 + inset, y), (980 - inset, y)], 6, darker(k, 0.22))
        for x in range(260 + inset, 960 - inset, 90):
            c.rect(x + (row % 2) * 40, y - 48, x + 34 + (row % 2) * 40, y - 6, lighter(k, 0.12), radius=6)
    c.rect(206, 712, 994, 752, across(lighter(k, 0.06), "soft"), radius=16)


@draws("can/birdhouse", place="hanging")
def birdhouse(c, look):
    k = look.colour
    c.cord((600, 300), (600, -900), 6, named("Walnut"))
    c.rect(400, 470, 800, 920, across(k, "soft"), radius=8)
    for x in range(450, 800, 66):
        c.line([(x, 480), (x, 910)], 3, darker(k, 0.14))
    c.poly(
        [(340, 520), (600, 290), (860, 520), (830, 556), (600, 356), (370, 556)],
        across(darker(named("Walnut"), 0.05), "soft"),
    )
    c.ellipse(604, 646, 74, 74, lighter(k, 0.3))
    c.ellipse(600, 640, 68, 68, down(DARK, EARTH))
    c.tube([(600, 790), (600, 800)], 30, named("Oak"))
    c.poly(box(380, 916, 820, 950, 8), across(named("Walnut"), "soft"))
    c.ellipse(690, 872, 48, 38, across(named("Sky")))
    c.ellipse(728, 836, 28, 28, across(named("Sky")))
    c.poly([(752, 834), (776, 842), (752, 850)], named("Mustard"))
    c.ellipse(734, 830, 5, 5, named("Ink"))
    c.poly(ring(662, 872, 46, 20, pi * 0.75, pi * 1.4), darker(named("Sky"), 0.2))
