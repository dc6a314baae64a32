"""Wooden toys."""

from math import pi

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.canvas import ring, smooth
from catalog.demo.pictures.colour import darker, lighter, mix, named
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.ramp import across, down

BEECH = named("Birch")


def wheel(c, x, y, r, colour=BEECH):
    c.ellipse(x + 4, y + 4, r, r, darker(colour, 0.4))
    c.ellipse(x, y, r, r, across(colour))
    c.ellipse(x, y, r * 0.62, r * 0.62, down(darker(colour, 0.1), lighter(colour, 0.15)))
    c.ellipse(x, y, r * 0.18, r * 0.18, named("Steel"))


def block(c, left, top, right, bottom, colour):
    """A brick with its upper side and its right side."""
    depth = (right - left) * 0.16
    c.poly([(left, top), (left + depth, top - depth), (right + depth, top - depth), (right, top)], lighter(colour, 0.3))
    c.poly(
        [(right, top), (right + depth, top - depth), (right + depth, bottom - depth), (right, bottom)],
        darker(colour, 0.24),
    )
    c.rect(left, top, right, bottom, across(colour, "soft"))


@draws("toy/blocks")
def blocks(c, look):
    k = look.colour
    c.shadow(600, STAND, 400, 44)
    block(c, 270, 815, 450, STAND, k)
    block(c, 480, 815, 660, STAND, BEECH)
    block(c, 730, 815, 910, STAND, named("Teal"))
    block(c, 350, 620, 530, 800, named("Mustard"))
    c.poly([(560, 800), *ring(690, 800, 140, 140, pi, 2 * pi), (830, 800)], across(mix(k, named("Chalk"), 0.2)))
    c.poly([(630, 800), *ring(690, 800, 60, 60, pi, 2 * pi), (750, 800)], darker(k, 0.4))
    c.poly([(330, 606), (440, 430), (550, 606)], across(named("Denim"), "soft"))
    c.rect(640, 500, 740, 656, across(BEECH), radius=4)
    c.ellipse(690, 500, 50, 12, lighter(BEECH, 0.3))


@draws("toy/rings")
def rings(c, look):
    k = look.colour
    c.shadow(600, STAND, 260)
    c.rect(582, 380, 618, STAND - 30, across(BEECH), radius=16)
    tones = (k, named("Mustard"), mix(k, named("Chalk"), 0.5), named("Teal"), darker(k, 0.2))
    for step, tone in enumerate(tones):
        y, r = STAND - 84 - step * 92, 250 - step * 36
        c.rect(600 - r, y - 44, 600 + r, y + 44, across(tone, "gloss"), radius=44)
    c.rect(330, STAND - 40, 870, STAND, across(BEECH), radius=18)
    c.ellipse(600, 410, 56, 56, across(named("Cherry"), "gloss"))


@draws("toy/car", "toy/train")
def vehicle(c, look):
    k = look.colour
    if look.variant == "car":
        c.shadow(600, STAND, 380, 40)
        c.blob(
            [
                (210, 800),
                (250, 720),
                (400, 690),
                (500, 570),
                (760, 570),
                (860, 690),
                (980, 730),
                (990, 850),
                (960, 900),
                (240, 900),
                (205, 860),
            ],
            across(k, "gloss"),
        )
        c.blob([(470, 690), (530, 610), (620, 608), (620, 690)], lighter(named("Sky"), 0.3))
        c.poly([(650, 608), (750, 610), (810, 690), (650, 690)], lighter(named("Sky"), 0.3))
        c.ellipse(960, 780, 20, 26, named("Butter"))
        wheel(c, 370, 890, 96)
        wheel(c, 820, 890, 96)
        return
    c.shadow(600, STAND, 440, 36)
    c.rect(110, 900, 1090, 930, across(darker(BEECH, 0.2), "soft"), radius=8)
    c.rect(140, 720, 480, 905, across(k, "gloss"), radius=24)
    c.rect(150, 560, 320, 760, across(darker(k, 0.08), "soft"), radius=12)
    c.rect(184, 600, 286, 690, lighter(named("Butter"), 0.3), radius=8)
    c.rect(130, 540, 340, 572, across(BEECH), radius=8)
    c.lathe(420, [(600, 40), (640, 30), (724, 30)], across(named("Ink")), is_smooth=False)
    for left, tone in ((540, named("Mustard")), (830, named("Teal"))):
        c.rect(left, 770, left + 240, 905, across(tone, "soft"), radius=12)
        for x in (left + 60, left + 120, left + 180):
            c.ellipse(x, 764, 44, 34, across(named("Walnut") if tone == named("Mustard") else named("Coral")))
    for x in (200, 300, 420, 590, 730, 880, 1020):
        wheel(c, x, 930, 56)


@draws("toy/elephant", "toy/duck", "toy/whale")
def animal(c, look):
    k = look.colour
    c.shadow(600, STAND, 340, 40)
    if look.variant == "whale":
        c.blob([(220, 860), (230, 740), (360, 640), (560, 630), (760, 720), (880, 780), (960, 700), (930, 620), (1030, 660), (1080, 610), (1070, 720), (990, 860),
                (860, 950), (600, STAND), (340, STAND - 10)], across(k))  # fmt: skip
        c.blob([(236, 880), (400, 910), (700, 930), (880, 930), (620, STAND), (340, STAND - 12)], lighter(k, 0.6))
        c.ellipse(340, 800, 14, 18, named("Ink"))
        c.curve([(480, 620), (460, 540), (400, 520)], 16, named("Sky"))
        c.curve([(480, 620), (500, 540), (560, 520)], 16, named("Sky"))
        return
    c.curve([(930, 860), (1040, 800), (1130, 860)], 6, named("Walnut"))
    c.ellipse(1136, 864, 24, 24, across(named("Cherry")))
    c.rect(290, 870, 920, 916, across(BEECH), radius=20)
    if look.variant == "duck":
        c.blob(
            [
                (340, 740),
                (310, 660),
                (420, 720),
                (560, 700),
                (640, 640),
                (640, 520),
                (730, 430),
                (850, 470),
                (870, 570),
                (820, 650),
                (840, 760),
                (760, 860),
                (480, 860),
                (380, 820),
            ],
            across(k),
        )
        c.poly([(856, 520), (970, 546), (862, 590)], named("Coral"))
        c.ellipse(770, 530, 17, 20, named("Ink"))
        c.blob([(440, 740), (560, 720), (660, 760), (600, 830), (480, 820)], darker(k, 0.14))
    else:
        c.blob(
            [
                (330, 870),
                (320, 620),
                (420, 500),
                (620, 480),
                (760, 520),
                (780, 870),
                (680, 870),
                (660, 780),
                (460, 780),
                (440, 870),
            ],
            across(k),
        )
        c.ellipse(780, 560, 150, 150, across(lighter(k, 0.05)))
        c.tube([(880, 560), (950, 680), (930, 800), (990, 830)], 52, lighter(k, 0.02))
        c.ellipse(700, 560, 84, 120, across(darker(k, 0.16)))
        c.ellipse(840, 520, 14, 17, named("Ink"))
        c.curve([(330, 620), (270, 680), (280, 740)], 14, darker(k, 0.2))
    for x in (400, 810):
        wheel(c, x, 910, 74, named("Coral") if look.variant == "elephant" else BEECH)


@draws("toy/rainbow")
def rainbow(c, look):
    c.shadow(600, STAND, 380, 40)
    tones = (
        ("Cherry", "Coral", "Mustard", "Sage", "Teal", "Plum")
        if look.colour == named("Coral")
        else ("Pine", "Moss", "Sage", "Mint", "Butter", "Apricot")
    )
    for step, tone in enumerate(tones):
        r = 380 - step * 60
        c.poly(
            [*ring(600, STAND, r, r, pi, 2 * pi), *reversed(ring(600, STAND, r - 52, r - 52, pi, 2 * pi))],
            across(named(tone), "matt"),
        )


@draws("toy/boat")
def boat(c, look):
    k = look.colour
    c.shadow(600, STAND, 340, 40)
    c.rect(590, 300, 612, 820, across(BEECH))
    c.poly(smooth([(624, 320), (760, 520), (900, 760), (760, 770), (624, 760)]), across(named("Chalk"), "soft"))
    c.poly([(580, 380), (580, 760), (370, 760)], across(mix(k, named("Chalk"), 0.35), "soft"))
    c.poly([(612, 300), (700, 326), (612, 352)], named("Cherry"))
    c.poly([(270, 810), (940, 810), (860, 930), (800, STAND), (400, STAND), (330, 930)], across(k))
    c.rect(260, 800, 950, 836, across(BEECH), radius=8)
    c.poly([(304, 880), (906, 880), (888, 906), (322, 906)], named("Chalk"))


@draws("toy/top")
def top(c, look):
    k = look.colour
    c.shadow(590, STAND, 120)
    points = [(520, 26), (600, 24), (640, 40), (700, 200), (760, 230), (800, 200), (900, 70), (960, 14), (STAND, 5)]
    c.lathe(600, points, across(k, "gloss"))
    for y, r, tone in ((720, 216, "Mustard"), (790, 210, "Chalk")):
        c.lathe(600, [(y, r), (y + 26, r * 1.01)], across(named(tone), "gloss"))
    c.ellipse(600, 516, 34, 16, across(named("Mustard")))


@draws("toy/rocket")
def rocket(c, look):
    k = look.colour
    c.shadow(600, STAND, 210)
    for side in (-1, 1):
        c.poly(
            [(600 + side * 120, 700), (600 + side * 260, 900), (600 + side * 250, STAND), (600 + side * 110, 920)],
            across(darker(k, 0.18)),
        )
    c.lathe(600, [(180, 6), (240, 60), (330, 112), (400, 132)], across(k, "gloss"))
    c.lathe(600, [(400, 132), (600, 146), (760, 138)], across(named("Chalk"), "gloss"))
    c.lathe(600, [(760, 138), (900, 112)], across(named("Mustard"), "gloss"))
    c.lathe(600, [(900, 112), (950, 90), (STAND, 96)], across(BEECH, "matt"))
    c.ellipse(600, 540, 70, 70, across(named("Steel"), "metal"))
    c.ellipse(600, 540, 54, 54, named("Sky"))
    c.ellipse(600, 552, 26, 30, named("Apricot"))
    c.line([(470, 400), (730, 400)], 5, darker(k, 0.3))
