"""Cushions, throws and rugs: shapes of cloth with a pattern inside."""

from math import pi, sin

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.canvas import ring, smooth, turned
from catalog.demo.pictures.colour import DARK, LIGHT, beside, darker, lighter, mix, named
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.ramp import across, down

CUSHION = smooth(
    [(268, 300), (430, 332), (600, 340), (770, 332), (932, 300), (912, 480), (908, 640), (916, 800), (938, 980),
     (770, 952), (600, 946), (430, 952), (262, 980), (284, 800), (292, 640), (288, 480)], closed=True,
)  # fmt: skip


@draws(
    *(
        f"cushion/{kind}"
        for kind in ("hills", "stripe", "plain", "grid", "dots", "velvet", "arch", "boucle", "check", "patch", "zigzag")
    )
)
def cushion(c, look):
    k = look.colour
    c.shadow(600, 970, 330)
    c.poly([(x + 8, y + 10) for x, y in CUSHION], darker(k, 0.3))
    c.poly(CUSHION, down(lighter(k, 0.1), darker(k, 0.06)))
    with c.inside(CUSHION):
        PATTERNS[look.variant](c, look, 250, 290, 950, 990)
        c.glow(450, 480, 250, 220, LIGHT, 0.16)
        c.glow(860, 880, 190, 240, DARK, 0.22)
        c.glow(600, 990, 380, 60, DARK, 0.2)
        for x, y in ((262, 300), (938, 300), (262, 984), (938, 984)):
            c.glow(x, y, 110, 110, DARK, 0.16)
    c.line([*CUSHION, CUSHION[0]], 5, darker(k, 0.16))


def hills(c, look, left, top, right, bottom):
    k, high = look.colour, bottom - top
    for step, tone in enumerate((lighter(k, 0.62), lighter(k, 0.3), darker(k, 0.04), darker(k, 0.3))):
        y = top + high * (0.3 + step * 0.17)
        crest = [(left + (right - left) * x / 10, y - 40 * sin(x * 0.7 + step * 1.7)) for x in range(11)]
        c.poly([*smooth(crest), (right, bottom), (left, bottom)], tone)
    c.ellipse(left + (right - left) * 0.68, top + high * 0.2, 56, 56, lighter(k, 0.75))


def stripe(c, look, left, top, right, bottom, wide=22, gap=66):
    x = left
    while x < right:
        c.rect(x, top, x + wide, bottom, beside(look.colour))
        c.rect(x + wide * 1.5, top, x + wide * 1.5 + 5, bottom, beside(look.colour))
        x += gap


def bands(c, look, left, top, right, bottom):
    for share, tone in ((0.16, 0.7), (0.26, 0.45), (0.62, 0.7), (0.66, 0.4), (0.8, 0.55)):
        y = top + (bottom - top) * share
        c.rect(left, y, right, y + (bottom - top) * 0.055, mix(look.colour, beside(look.colour), tone))


def grid(c, look, left, top, right, bottom, gap=70):
    for x in range(int(left), int(right), gap):
        c.rect(x, top, x + 5, bottom, beside(look.colour))
    for y in range(int(top), int(bottom), gap):
        c.rect(left, y, right, y + 5, beside(look.colour))


def dots(c, look, left, top, right, bottom, tones=("Chalk", "Mustard", "Ink", "Sky")):
    chance = look.chance
    for place in range(90):
        x, y = left + (right - left) * ((place * 0.618) % 1), top + (bottom - top) * (place + 0.5) / 90
        c.ellipse(x, y, *(2 * [chance.uniform(9, 19)]), mix(named(chance.choice(tones)), look.colour, 0.1))


def velvet(c, look, left, top, right, bottom):
    for x, y, lean in ((420, 520, 30), (600, 700, -20), (760, 500, 10), (500, 850, -30)):
        c.glow(x, y, 40 + abs(lean), 190, LIGHT, 0.2)
        c.glow(x + 80, y + 40, 36, 170, DARK, 0.2)


def arch(c, look, left, top, right, bottom):
    k, middle = look.colour, (left + right) / 2
    tones = (lighter(k, 0.7), mix(k, named("Mustard"), 0.55), darker(k, 0.25), lighter(k, 0.35), lighter(k, 0.85))
    for tone, r in zip(tones, (290, 232, 174, 116, 58), strict=True):
        c.poly(
            [(middle - r, bottom), *ring(middle, (top + bottom) / 2 + 40, r, r, pi, 2 * pi), (middle + r, bottom)], tone
        )


def boucle(c, look, left, top, right, bottom):
    chance = look.chance
    for _ in range(900):
        x, y = chance.uniform(left, right), chance.uniform(top, bottom)
        tone = darker(look.colour, 0.12) if chance.random() < 0.5 else lighter(look.colour, 0.5)
        c.line(ring(x, y, 9, 7, chance.uniform(0, 3), chance.uniform(3, 6), 6), 3, tone)


def check(c, look, left, top, right, bottom, gap=140):
    k = look.colour
    for x in range(int(left), int(right), gap):
        c.rect(x, top, x + gap / 2, bottom, mix(k, beside(k), 0.35))
    for y in range(int(top), int(bottom), gap):
        for x in range(int(left), int(right), gap):
            c.rect(x, y, x + gap / 2, y + gap / 2, mix(k, beside(k), 0.8))
            c.rect(x + gap / 2, y, x + gap, y + gap / 2, mix(k, beside(k), 0.35))


def patch(c, look, left, top, right, bottom):
    chance = look.chance
    side = (right - left) / 4
    for place in range(16):
        x, y = left + place % 4 * side, top + place // 4 * side
        tone = mix(
            look.colour, named(chance.choice(("Chalk", "Ink", "Sky", "Rust", "Oat", "Navy"))), chance.uniform(0.2, 0.8)
        )
        c.rect(x, y, x + side, y + side, tone)
        for stitch in range(6):
            c.line([(x + 10, y + 14 + stitch * 28), (x + 10, y + 28 + stitch * 28)], 3, lighter(tone, 0.5))


def zigzag(c, look, left, top, right, bottom):
    for row, y in enumerate(range(int(top), int(bottom) + 80, 62)):
        points = [(left + step * 44, y + (22 if step % 2 else -22)) for step in range(int((right - left) / 44) + 2)]
        c.line(points, 15, mix(look.colour, beside(look.colour), (0.85, 0.5, 0.25)[row % 3]))


def plain(c, look, left, top, right, bottom):
    for y in range(int(top), int(bottom), 12):
        c.rect(left, y, right, y + 2, mix(look.colour, DARK, 0.05))


def herringbone(c, look, left, top, right, bottom):
    for column, x in enumerate(range(int(left), int(right), 40)):
        for y in range(int(top) - 40, int(bottom) + 40, 22):
            lean = 26 if column % 2 else -26
            c.line([(x, y), (x + 36, y + lean)], 6, mix(look.colour, beside(look.colour), 0.45))


def waffle(c, look, left, top, right, bottom):
    for x in range(int(left), int(right), 34):
        for y in range(int(top), int(bottom), 34):
            c.rect(x + 5, y + 5, x + 29, y + 29, down(darker(look.colour, 0.16), lighter(look.colour, 0.16)), radius=4)


def field(c, look, left, top, right, bottom):
    chance, k = look.chance, look.colour
    y = top
    while y < bottom:
        high, x = chance.randint(70, 150), left
        while x < right:
            wide = chance.randint(90, 260)
            c.rect(
                x,
                y,
                x + wide - 6,
                y + high - 6,
                mix(k, named(chance.choice(("Sand", "Olive", "Mustard", "Chalk", "Sage"))), chance.uniform(0.1, 0.7)),
            )
            x += wide
        y += high


def terrazzo(c, look, left, top, right, bottom, count=170):
    chance = look.chance
    for _ in range(count):
        x, y, size = chance.uniform(left, right), chance.uniform(top, bottom), chance.uniform(7, 26)
        turn = chance.uniform(0, 6)
        tone = named(chance.choice(("Coral", "Mustard", "Teal", "Ink", "Clay", "Sage", "Chalk")))
        c.poly(
            [ring(x, y, size, size * 0.7, turn + a, turn + a, 1)[0] for a in (0, 1.2, 2.4, 3.9, 5.1)],
            mix(tone, look.colour, 0.15),
        )


def kilim(c, look, left, top, right, bottom):
    k, middle = look.colour, (left + right) / 2
    for y in (top, bottom - 44):
        for x in range(int(left), int(right), 44):
            c.poly([(x, y + 44), (x + 22, y), (x + 44, y + 44)], lighter(k, 0.65))
    high = (bottom - top - 120) / 3
    for row in range(3):
        cy = top + 60 + high * (row + 0.5)
        for tone, size in ((lighter(k, 0.7), 1.0), (named("Navy"), 0.78), (named("Mustard"), 0.52), (k, 0.28)):
            c.poly(_stepped(middle, cy, (right - left) * 0.44 * size, high * 0.5 * size), tone)


def _stepped(cx, cy, rx, ry, steps=4):
    """A diamond with stairs for edges."""
    quarter = []
    for step in range(steps):
        quarter += [
            (rx * (steps - step) / steps, -ry * step / steps),
            (rx * (steps - step) / steps, -ry * (step + 1) / steps),
        ]
    right = [(cx + x, cy + y) for x, y in quarter]
    top_left = [(2 * cx - x, y) for x, y in reversed(right)]
    return (
        right
        + top_left
        + [(x, 2 * cy - y) for x, y in reversed(top_left)]
        + [(x, 2 * cy - y) for x, y in reversed(right)]
    )


PATTERNS = {
    "hills": hills, "stripe": stripe, "plain": plain, "grid": grid, "dots": dots, "velvet": velvet, "arch": arch,
    "boucle": boucle, "check": check, "patch": patch, "zigzag": zigzag, "band": bands, "herringbone": herringbone,
    "waffle": waffle, "fringe": plain, "field": field, "terrazzo": terrazzo, "kilim": kilim, "jute": herringbone,
}  # fmt: skip


@draws("throw/band", "throw/herringbone", "throw/waffle", "throw/check", "throw/fringe")
def throw(c, look):
    """Hanging over a rail, its fringe below."""
    k = look.colour
    c.shadow(600, 1000, 330, 34, strength=0.2)
    for x in (250, 950):
        c.tube([(x, 300), (x, STAND)], 22, named("Oak"))
    c.tube([(210, 330), (990, 330)], 26, named("Oak"))
    edge = [(330, 310), *smooth([(870, 310), (880, 500), (866, 700), (874, 880)]), *smooth([(874, 880), (740, 892), (600, 876), (460, 892), (326, 880)]),
            *smooth([(326, 880), (336, 700), (322, 500), (330, 310)])]  # fmt: skip
    for x in range(334, 876, 18):
        c.line([(x, 876), (x + 3, 936)], 6, darker(lighter(k, 0.2), 0.08))
    c.poly(edge, across(k, "soft"))
    with c.inside(edge):
        PATTERNS[look.variant](c, look, 310, 300, 890, 900)
        for x, tone, strength in (
            (400, LIGHT, 0.22),
            (490, DARK, 0.16),
            (620, LIGHT, 0.2),
            (710, DARK, 0.18),
            (810, LIGHT, 0.12),
            (870, DARK, 0.2),
        ):
            c.glow(x, 620, 34, 330, tone, strength)
        c.glow(600, 318, 320, 16, LIGHT, 0.35)


@draws("rug/stripe", "rug/field", "rug/terrazzo", "rug/kilim", "rug/jute", place="wall")
def rug(c, look):
    """Seen from above, one corner turned up."""
    k = look.colour
    c.glow(624, 640, 340, 470, DARK, 0.24)
    edge = turned([(300, 150), (900, 150), (900, 1050), (300, 1050)], 600, 600, -5)
    for x in range(306, 900, 16):
        for y, reach in ((150, -30), (1050, 30)):
            c.line(turned([(x, y), (x, y + reach)], 600, 600, -5), 5, named("Oat"))
    c.poly(edge, k)
    with c.inside(edge):
        if look.variant == "stripe":
            for step, y in enumerate(range(80, 1140, 74)):
                c.poly(
                    turned(
                        [(280, y), (920, y), (920, y + (30 if step % 2 else 46)), (280, y + (30 if step % 2 else 46))],
                        600,
                        600,
                        -5,
                    ),
                    mix(k, beside(k), (0.8, 0.4)[step % 2]),
                )
        else:
            PATTERNS[look.variant](c, look, 250, 100, 950, 1100)
        c.glow(420, 330, 260, 300, LIGHT, 0.14)
    c.line([*edge, edge[0]], 8, darker(k, 0.2))


@draws("rug/round", place="wall")
def round_rug(c, look):
    c.glow(620, 626, 430, 430, DARK, 0.22)
    for step, tone in enumerate((0.0, 0.75, 0.3, 0.9, 0.5, 0.15)):
        r = 430 - step * 74
        c.ellipse(600 + step * 14, 600 - step * 10, r, r, mix(look.colour, beside(look.colour), tone))
