"""Posters: small compositions in the poster's own colour and two more inks, in a thin frame."""

from math import pi, sin

from catalog.demo.pictures.canvas import box, ring, smooth
from catalog.demo.pictures.colour import DARK, darker, lighter, lightness, mix, named
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.ramp import across

LEFT, TOP, RIGHT, BOTTOM = 290, 150, 910, 1010  # the sheet
SHEET = named("Chalk")


@draws(
    *(
        f"poster/{kind}"
        for kind in (
            "sun",
            "arches",
            "mountains",
            "still",
            "leaves",
            "shapes",
            "tea",
            "night",
            "dolls",
            "waves",
            "grid",
        )
    ),
    place="wall",
)
def poster(c, look):
    c.glow(630, 620, 340, 450, DARK, 0.26)
    c.rect(
        LEFT - 26, TOP - 26, RIGHT + 26, BOTTOM + 26, across(named("Oak") if look.number % 2 else named("Ink"), "soft")
    )
    c.rect(LEFT - 8, TOP - 8, RIGHT + 8, BOTTOM + 8, darker(SHEET, 0.14))
    c.rect(LEFT, TOP, RIGHT, BOTTOM, SHEET)
    inner = box(LEFT + 50, TOP + 50, RIGHT - 50, BOTTOM - 110)
    with c.inside(inner):
        c.poly(inner, lighter(look.colour, 0.78) if lightness(look.colour) < 0.75 else lighter(look.colour, 0.3))
        globals()[f"_{look.variant}"](c, look)
    c.line([(LEFT + 54, BOTTOM - 66), (LEFT + 230, BOTTOM - 66)], 9, named("Ink"))
    c.line([(RIGHT - 130, BOTTOM - 66), (RIGHT - 56, BOTTOM - 66)], 5, named("Stone"))


def _sun(c, look):
    k = look.colour
    c.ellipse(600, 500, 190, 190, k)
    for step in range(9):
        y = 600 + step * 38
        c.rect(300, y, 900, y + 20 - step, named("Denim") if step % 2 else mix(named("Denim"), SHEET, 0.4))


def _arches(c, look):
    k = look.colour
    for step, x in enumerate((380, 560, 740, 920)):
        c.poly([(x - 76, 910), *ring(x, 520, 76, 76, pi, 2 * pi), (x + 76, 910)], (k, darker(k, 0.35))[step % 2])
        c.poly([(x - 40, 910), *ring(x, 540, 44, 44, pi, 2 * pi), (x + 48, 910)], lighter(k, 0.5))
    c.rect(300, 850, 900, 920, mix(k, named("Sand"), 0.6))
    c.ellipse(760, 310, 60, 60, named("Mustard"))


def _mountains(c, look):
    k = look.colour
    c.ellipse(720, 340, 80, 80, named("Apricot"))
    for step in range(5):
        y = 470 + step * 92
        ridge = [(300 + x * 60, y - 70 * abs(sin(x * 0.9 + step * 2.1)) + 20 * sin(x * 2.3 + step)) for x in range(11)]
        c.poly([*smooth(ridge), (900, 920), (300, 920)], mix(lighter(k, 0.62), darker(k, 0.25), step / 4))


def _still(c, look):
    c.rect(300, 700, 900, 920, named("Terracotta"))
    c.lathe(540, [(380, 60), (460, 50), (560, 120), (680, 130), (760, 90)], named("Denim"))
    c.line(ring(660, 560, 60, 90, -1.6, 1.6), 20, named("Denim"))
    c.blob(
        [(620, 770), (690, 720), (770, 730), (800, 780), (740, 830), (660, 826)],
        mix(look.colour, named("Mustard"), 0.5),
    )
    c.ellipse(430, 800, 50, 50, named("Rust"))


def _leaves(c, look):
    k = look.colour
    for x, y, lean, high in ((430, 880, -60, 520), (620, 900, 40, 620), (780, 880, 60, 470)):
        c.curve([(x, y), (x + lean * 0.4, y - high * 0.5), (x + lean, y - high)], 9, darker(k, 0.2))
        for step in range(2, 9):
            px, py = x + lean * step / 9, y - high * step / 9
            for side in (-1, 1):
                c.blob(
                    [(px, py), (px + side * 50, py - 50), (px + side * 100, py - 40), (px + side * 56, py - 6)],
                    (k, lighter(k, 0.3))[step % 2],
                )


def _shapes(c, look):
    k = look.colour
    c.ellipse(520, 430, 150, 150, k)
    c.rect(640, 260, 700, 860, named("Ink"))
    c.poly([(400, 880), *ring(400, 880, 260, 260, -pi / 2, 0)], named("Mustard"))
    c.rect(380, 620, 780, 650, named("Teal"))
    c.ellipse(770, 760, 60, 60, mix(k, SHEET, 0.4))


def _tea(c, look):
    k = look.colour
    c.ellipse(600, 470, 250, 250, k)
    c.lathe(590, [(560, 130), (640, 128), (720, 90), (750, 70)], SHEET)
    c.line(ring(730, 620, 44, 44, -1.6, 1.6), 16, SHEET)
    c.ellipse(590, 770, 200, 22, SHEET)
    for x in (540, 600, 660):
        c.curve([(x, 530), (x - 26, 470), (x + 24, 410), (x, 340)], 10, SHEET)


def _night(c, look):
    k = look.colour
    c.poly(box(300, 150, 910, 920), k)
    c.ellipse(700, 340, 90, 90, named("Butter"))
    chance = look.chance
    for _ in range(60):
        c.ellipse(chance.uniform(340, 860), chance.uniform(200, 640), 3, 3, SHEET)
    c.poly([(300, 920), (300, 720), (460, 640), (640, 730), (900, 650), (900, 920)], darker(k, 0.4))
    c.rect(330, 770, 870, 850, named("Rust"), radius=16)
    for x in range(360, 850, 72):
        c.rect(x, 786, x + 46, 818, named("Butter"), radius=5)


def _dolls(c, look):
    for x, high, tone in (
        (450, 520, look.colour),
        (610, 400, named("Teal")),
        (730, 290, named("Mustard")),
        (815, 190, named("Ink")),
    ):
        y = 890
        c.lathe(
            x,
            [
                (y - high, high * 0.05),
                (y - high * 0.92, high * 0.15),
                (y - high * 0.72, high * 0.19),
                (y - high * 0.6, high * 0.17),
                (y - high * 0.3, high * 0.27),
                (y, high * 0.2),
            ],
            tone,
        )
        c.ellipse(x, y - high * 0.74, high * 0.12, high * 0.12, SHEET)
        c.ellipse(x, y - high * 0.26, high * 0.1, high * 0.1, SHEET)


def _waves(c, look):
    for step in range(26):
        y = 230 + step * 27
        line = [(320 + x * 30, y + (4 + step * 0.7) * sin(x * 0.8 + step * 0.5)) for x in range(20)]
        c.curve(line, 6 + step * 0.2, mix(look.colour, named("Ink"), step / 34))


def _grid(c, look):
    chance = look.chance
    for place in range(48):
        x, y = 350 + place % 6 * 86, 212 + place // 6 * 86
        tone = mix(
            look.colour, named(chance.choice(("Chalk", "Coral", "Teal", "Mustard", "Ink"))), chance.uniform(0.2, 0.9)
        )
        if chance.random() < 0.5:
            c.rect(x, y, x + 72, y + 72, tone, radius=6)
        else:
            c.ellipse(x + 36, y + 36, 36, 36, tone)
