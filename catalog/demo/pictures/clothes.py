"""T-shirts and sweaters, hats and scarves: laid out flat and seen from above."""

from math import pi

from catalog.demo.pictures.canvas import box, ring, smooth, turned
from catalog.demo.pictures.cloth import PATTERNS, dots
from catalog.demo.pictures.colour import DARK, LIGHT, beside, darker, lighter, mix, named
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.ramp import across

SHORT = [
    (455, 240),
    (600, 290),
    (745, 240),
    (840, 280),
    (1000, 470),
    (880, 570),
    (808, 490),
    (814, 700),
    (810, 980),
    (600, 996),
    (390, 980),
    (386, 700),
    (392, 490),
    (320, 570),
    (200, 470),
    (360, 280),
]
LONG = [
    (455, 220),
    (600, 268),
    (745, 220),
    (850, 268),
    (936, 560),
    (990, 880),
    (890, 905),
    (812, 520),
    (820, 720),
    (812, 990),
    (600, 1004),
    (388, 990),
    (380, 720),
    (388, 520),
    (310, 905),
    (210, 880),
    (264, 560),
    (350, 268),
]


@draws(
    "tee/plain",
    "tee/pocket",
    "tee/breton",
    "tee/block",
    "tee/print",
    "tee/kids",
    "tee/long",
    "tee/sweat",
    "tee/knit",
    "tee/cable",
    "tee/shirt",
    place="wall",
)
def top(c, look):
    k = look.colour
    is_long = look.variant in {"breton", "long", "sweat", "knit", "cable", "shirt"}
    edge = LONG if is_long else SHORT
    c.glow(622, 640, 330, 400, DARK, 0.26)
    c.poly([(x + 5, y + 8) for x, y in edge], darker(k, 0.3))
    c.poly(edge, across(k, "soft"))
    with c.inside(edge):
        _cloth(c, look, k)
        folds(c)
    c.poly(ring(600, 236 if not is_long else 216, 146, 62, 0, pi), darker(k, 0.34))
    c.line(
        ring(600, 238 if not is_long else 218, 148, 64, 0.12, pi - 0.12),
        20,
        darker(k, 0.1) if look.variant != "shirt" else lighter(k, 0.12),
    )
    _details(c, look, k)


def folds(c):
    for x, y, wide, high, tone, strength in ((450, 620, 30, 260, LIGHT, 0.2), (520, 760, 26, 200, DARK, 0.1), (720, 640, 26, 260, DARK, 0.12),
                                             (670, 800, 26, 170, LIGHT, 0.12), (300, 440, 90, 20, DARK, 0.12), (900, 440, 90, 20, DARK, 0.16), (790, 760, 26, 240, DARK, 0.16)):  # fmt: skip
        c.glow(x, y, wide, high, tone, strength)


def _cloth(c, look, k):
    match look.variant:
        case "breton":
            for y in range(360, 1000, 44):
                c.rect(190, y, 1010, y + 18, named("Chalk"))
        case "block":
            c.rect(190, 640, 1010, 1010, mix(k, named("Chalk"), 0.7))
        case "cable" | "knit":
            for x in range(200, 1010, 20 if look.variant == "knit" else 60):
                c.line([(x, 200), (x, 1010)], 3, darker(k, 0.1))
            if look.variant == "cable":
                for x in (470, 600, 730):
                    for y in range(300, 990, 60):
                        c.curve([(x - 26, y), (x + 26, y + 30), (x - 26, y + 60)], 13, lighter(k, 0.3))
                        c.curve([(x + 26, y), (x - 26, y + 30), (x + 26, y + 60)], 13, darker(k, 0.13))


def _details(c, look, k):
    match look.variant:
        case "pocket":
            c.poly([(660, 440), (770, 440), (770, 540), (715, 580), (660, 540)], darker(k, 0.08))
            c.line([(660, 444), (770, 444)], 8, darker(k, 0.2))
        case "sweat" | "knit" | "cable":
            for points in ([(388, 962), (812, 962)], [(214, 856), (306, 878)], [(986, 856), (894, 878)]):
                c.line(points, 42, darker(k, 0.1))
        case "print":
            doll(c, 600, 780, 300)
        case "kids":
            c.ellipse(600, 620, 110, 110, named("Mustard") if k != named("Butter") else named("Coral"))
            for step in range(12):
                ray = ring(600, 620, 150, 150, step * pi / 6, step * pi / 6, 1)[0]
                c.line([ray, ring(600, 620, 186, 186, step * pi / 6, step * pi / 6, 1)[0]], 14, named("Chalk"))
        case "shirt":
            c.poly([(470, 226), (600, 300), (540, 380), (440, 260)], lighter(k, 0.16))
            c.poly([(730, 226), (600, 300), (660, 380), (760, 260)], lighter(k, 0.1))
            c.line([(600, 310), (600, 996)], 4, darker(k, 0.22))
            for y in range(400, 980, 110):
                c.ellipse(600, y, 11, 11, named("Chalk"))


def doll(c, x, floor, high):
    """A doll as a print, in three inks."""
    body = [
        (floor - high, 0.08),
        (floor - high * 0.9, 0.2),
        (floor - high * 0.72, 0.24),
        (floor - high * 0.58, 0.2),
        (floor - high * 0.3, 0.31),
        (floor, 0.22),
    ]
    c.lathe(x, [(y, r * high) for y, r in body], named("Cherry"))
    c.ellipse(x, floor - high * 0.74, high * 0.15, high * 0.15, named("Oat"))
    c.ellipse(x, floor - high * 0.28, high * 0.13, high * 0.13, named("Butter"))
    for side in (-1, 1):
        c.ellipse(x + side * high * 0.06, floor - high * 0.74, high * 0.014, high * 0.018, named("Ink"))


@draws("hat/beanie", "hat/bobble", place="wall")
def beanie(c, look):
    k = look.colour
    shape = smooth(
        [(330, 760), (340, 560), (430, 400), (600, 340), (770, 400), (860, 560), (870, 760), (600, 790)], closed=True
    )
    c.glow(620, 680, 270, 240, DARK, 0.24)
    if look.variant == "bobble":
        chance = look.chance
        c.ellipse(600, 300, 110, 110, mix(k, named("Chalk"), 0.6))
        for _ in range(160):
            angle, reach = chance.uniform(0, 2 * pi), chance.uniform(60, 124)
            x, y = ring(600, 300, reach, reach, angle, angle, 1)[0]
            c.line(
                [(600 + (x - 600) * 0.6, 300 + (y - 300) * 0.6), (x, y)],
                6,
                mix(k, named("Chalk"), chance.uniform(0.4, 0.9)),
            )
    c.poly(shape, across(k))
    with c.inside(shape):
        for step in range(-7, 8):
            c.curve([(600 + step * 14, 330), (600 + step * 36, 560), (600 + step * 40, 800)], 6, darker(k, 0.14))
        if look.variant == "bobble":
            for y in (520, 600):
                c.rect(300, y, 900, y + 34, mix(k, named("Chalk"), 0.75))
    c.poly(box(316, 730, 884, 900, 50), across(lighter(k, 0.06)))
    for x in range(340, 876, 24):
        c.line([(x, 744), (x, 886)], 5, darker(k, 0.13))
    if look.variant == "beanie":
        c.rect(640, 790, 740, 850, named("Cork"), radius=6)


@draws("hat/scarf", "hat/stripe", "hat/bandana", place="wall")
def scarf(c, look):
    k = look.colour
    if look.variant == "bandana":
        edge = turned(box(300, 300, 900, 900, 8), 600, 600, 45)
        c.glow(620, 640, 380, 380, DARK, 0.2)
        c.poly(edge, across(k, "soft"))
        with c.inside(edge):
            dots(c, look, 200, 200, 1000, 1000, tones=("Chalk", "White"))
            c.line(turned([*box(340, 340, 860, 860), (340, 340)], 600, 600, 45), 10, beside(k))
        return
    c.glow(620, 640, 300, 420, DARK, 0.22)
    for left, tone, top_, bottom in ((610, darker(k, 0.08), 240, 960), (380, k, 300, 1000)):
        edge = box(left, top_, left + 210, bottom, 10)
        for x in range(left + 6, left + 206, 16):
            c.line([(x, bottom - 6), (x + 2, bottom + 56)], 7, darker(tone, 0.1))
        c.poly(edge, across(tone, "soft"))
        with c.inside(edge):
            if look.variant == "stripe":
                for step, y in enumerate(range(top_ - 40, bottom, 96)):
                    c.rect(left, y, left + 210, y + 48, named(("Chalk", "Mustard", "Ink")[step % 3]))
            else:
                PATTERNS["herringbone"](c, look, left, top_, left + 210, bottom)
    c.tube([(430, 330), (480, 230), (600, 196), (720, 230), (760, 310)], 120, k)


@draws("hat/sun", "hat/cap", "hat/beret", place="wall")
def brimmed(c, look):
    k = look.colour
    c.glow(620, 720, 340, 130, DARK, 0.26)
    match look.variant:
        case "sun":
            c.ellipse(600, 720, 420, 130, across(darker(k, 0.14)))
            c.ellipse(600, 700, 420, 126, across(lighter(k, 0.06), "soft"))
            c.lathe(600, [(420, 120), (450, 200), (560, 236), (700, 250)], across(k))
            c.lathe(600, [(626, 245), (700, 252)], across(named("Brick")))
        case "cap":
            c.blob([(330, 700), (350, 520), (480, 400), (640, 390), (790, 470), (830, 700), (600, 740)], across(k))
            c.blob(
                [(560, 700), (820, 660), (1000, 740), (1010, 790), (800, 770), (600, 760)],
                across(darker(k, 0.1), "gloss"),
            )
            c.ellipse(600, 392, 22, 14, darker(k, 0.25))
            c.curve([(600, 396), (520, 540), (500, 720)], 4, darker(k, 0.2))
            c.curve([(610, 396), (720, 520), (740, 690)], 4, darker(k, 0.2))
            c.rect(620, 560, 720, 640, named("Cork"), radius=8)
        case "beret":
            c.blob(
                [(250, 640), (330, 480), (560, 400), (800, 440), (950, 600), (900, 700), (640, 740), (380, 730)],
                across(k),
            )
            c.rect(400, 700, 820, 764, across(darker(k, 0.22)), radius=28)
            c.tube([(590, 410), (600, 360)], 20, k)
            c.glow(480, 520, 120, 60, LIGHT, 0.2)


@draws("hat/mittens", "hat/gloves", "hat/socks", "can/gloves", place="wall")
def pairs(c, look):
    k = look.colour
    for side in (-1, 1):
        _one(c, look, k, side)
    if look.variant == "mittens":
        c.curve([(400, 900), (430, 1010), (600, 940), (770, 1010), (800, 900)], 10, darker(k, 0.25))


def _one(c, look, k, side):
    cx = 600 + side * 210

    def at(points):
        return [(cx + side * x, y) for x, y in points]

    c.glow(cx + 16, 640, 150, 300, DARK, 0.2)
    if look.variant == "socks":
        tone = k if side < 0 else mix(k, named("Chalk"), 0.55)
        c.blob(
            at(
                [
                    (-90, 250),
                    (90, 250),
                    (84, 600),
                    (150, 760),
                    (220, 860),
                    (170, 950),
                    (40, 940),
                    (-70, 800),
                    (-90, 600),
                ]
            ),
            across(tone),
        )
        c.poly(at([(-92, 240), (92, 240), (90, 340), (-90, 340)]), across(darker(tone, 0.12)))
        c.blob(at([(150, 800), (220, 860), (170, 950), (90, 946)]), darker(tone, 0.24))
        return
    is_glove = look.drawing == "can/gloves"
    if look.variant == "gloves":
        for place, x in enumerate((-84, -28, 28, 84)):
            c.poly(
                at(box(x - 24, 330 + abs(place - 1.5) * 16, x + 24, 520, 20)),
                across(named("Oat") if not is_glove else k),
            )
        c.poly(at(box(-112, 450, 112, 800, 40)), across(k))
        c.blob(at([(90, 640), (170, 520), (210, 560), (180, 660), (100, 740)]), across(k))
    else:
        c.blob(at([(-110, 760), (-120, 500), (-60, 330), (40, 310), (110, 440), (116, 760)]), across(k))
        c.blob(at([(90, 680), (150, 540), (210, 560), (190, 680), (100, 770)]), across(darker(k, 0.06)))
    cuff = beside(k) if look.variant == "mittens" else named("Moss") if is_glove else darker(k, 0.14)
    c.poly(at(box(-116, 750, 116, 910, 22)), across(cuff))
    for x in range(-100, 110, 22):
        c.line(at([(x, 762), (x, 898)]), 4, darker(cuff, 0.16))
    if look.variant == "mittens":
        c.poly(at([(-60, 560), (0, 500), (60, 560), (0, 620)]), named("Chalk"))
