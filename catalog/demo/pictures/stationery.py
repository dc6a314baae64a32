"""Notebooks, pens and pencils; most of them lie on a table and are seen from above."""

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.canvas import box, ring, turned
from catalog.demo.pictures.colour import DARK, beside, darker, lighter, mix, named
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.ramp import across, down

PAGE = (250, 247, 238)


def book(c, cx, cy, wide, high, lean, colour, radius=26):
    """A closed book from above: pages at the right, the spine at the left. Out: a function that turns points with it."""

    def turn(points):
        return turned(points, cx, cy, lean)

    left, top, right, bottom = cx - wide / 2, cy - high / 2, cx + wide / 2, cy + high / 2
    c.glow(cx + 24, cy + 34, wide * 0.5, high * 0.5, DARK, 0.3)
    c.poly(turn(box(left, top + 8, right + 16, bottom + 16, radius)), darker(colour, 0.3))
    c.poly(turn(box(left + 8, top + 6, right + 10, bottom + 10, radius)), PAGE)
    c.poly(turn(box(left, top, right, bottom, radius)), across(colour, "soft"))
    c.poly(
        turn(
            [
                (left + wide * 0.075, top),
                (left + wide * 0.085, top),
                (left + wide * 0.085, bottom),
                (left + wide * 0.075, bottom),
            ]
        ),
        darker(colour, 0.16),
    )
    return turn


@draws(
    *(
        f"notebook/{kind}"
        for kind in ("band", "dots", "spiral", "leather", "label", "travel", "planner", "marble", "music")
    ),
    place="wall",
)
def notebook(c, look):
    k, wide, high, lean = look.colour, 560, 760, 7
    turn = book(c, 600, 600, wide, high, lean, k)
    left, top, right, bottom = 320, 220, 880, 980
    ink = beside(k)
    match look.variant:
        case "band":
            c.poly(turn(box(776, top, 802, bottom)), ink)
            c.poly(
                turn([(440, bottom), (462, bottom), (462, bottom + 70), (451, bottom + 54), (440, bottom + 70)]),
                named("Cherry"),
            )
        case "dots":
            for x in range(430, 860, 48):
                for y in range(290, 940, 48):
                    c.ellipse(*turn([(x, y)])[0], 5, 5, ink)
        case "spiral":
            for y in range(250, 970, 34):
                c.line(turn([(300, y), (352, y)]), 10, darker(named("Steel"), 0.25))
                c.ellipse(*turn([(352, y)])[0], 9, 9, darker(k, 0.5))
            c.ellipse(*turn([(620, 520)])[0], 120, 120, ink)
        case "leather":
            c.poly(turn(box(left, 580, right + 14, 626)), darker(k, 0.22))
            c.ellipse(*turn([(820, 603)])[0], 24, 24, named("Brass"))
            c.line(turn([(344, 244), (856, 244), (856, 956), (344, 956), (344, 244)]), 3, lighter(k, 0.25))
        case "label":
            c.poly(turn(box(450, 330, 810, 520, 14)), PAGE)
            for y, to in ((390, 740), (430, 770), (470, 640)):
                c.line(turn([(490, y), (to, y)]), 7, named("Ink"))
            c.ellipse(*turn([(630, 740)])[0], 90, 90, ink)
            c.line(turn([(630, 660), (630, 560)]), 10, named("Moss"))
        case "travel":
            c.line(turn([(430, 760), (520, 560), (660, 640), (800, 360)]), 8, ink)
            for x, y in ((430, 760), (520, 560), (660, 640), (800, 360)):
                c.ellipse(*turn([(x, y)])[0], 22, 22, named("Mustard"))
        case "planner":
            c.poly(turn(box(390, 250, 850, 950, 10)), PAGE)
            for y in range(320, 940, 88):
                c.line(turn([(420, y), (820, y)]), 4, named("Stone"))
                c.ellipse(*turn([(440, y + 40)])[0], 13, 13, k)
                c.line(turn([(480, y + 40), (580 + (y * 7) % 200, y + 40)]), 9, darker(k, 0.25))
        case "marble":
            chance = look.chance
            with c.inside(turn(box(370, top, right, bottom, 20))):
                for _ in range(520):
                    x, y, size = chance.uniform(370, 880), chance.uniform(220, 980), chance.uniform(4, 17)
                    c.ellipse(x, y, size * 1.4, size * 0.8, lighter(k, 0.72))
            c.poly(turn(box(480, 360, 780, 520, 8)), PAGE)
            c.line(turn([(520, 430), (740, 430)]), 5, named("Ink"))
        case "music":
            for y in range(420, 520, 22):
                c.line(turn([(400, y), (850, y)]), 4, ink)
            for x, y in ((500, 500), (620, 464), (740, 442)):
                c.ellipse(*turn([(x, y)])[0], 22, 16, ink)
                c.line(turn([(x + 20, y), (x + 20, y - 120)]), 6, ink)


@draws("notebook/stack", place="wall")
def notebook_stack(c, look):
    tones = (mix(look.colour, named("Ink"), 0.5), mix(look.colour, named("Chalk"), 0.55), look.colour)
    for step, tone in enumerate(tones):
        turn = book(c, 520 + step * 80, 540 + step * 60, 420, 580, -10 + step * 11, tone, radius=14)
        cx, cy = 520 + step * 80, 540 + step * 60
        c.poly(turn(box(cx - 130, cy - 190, cx + 150, cy - 90, 6)), PAGE)
        c.line(turn([(cx - 100, cy - 140), (cx + 60, cy - 140)]), 7, named("Ink"))


@draws("notebook/roll")
def roll(c, look):
    c.shadow(600, STAND, 380, 44)
    c.poly([(330, 860), (960, 890), (1010, STAND), (300, STAND)], down(PAGE, darker(PAGE, 0.06)))
    c.curve([(500, 950), (580, 900), (640, 960), (720, 910), (800, 950)], 8, named("Ink"))
    c.rect(250, 720, 880, 900, down(lighter(PAGE, 0.4), darker(PAGE, 0.28)), radius=20)
    c.ellipse(880, 810, 44, 90, darker(PAGE, 0.06))
    c.ellipse(880, 810, 20, 44, named("Cork"))


def stick(c, points, width, colour, tip=None, end=None):
    """A pen along two points; its tip at the first."""
    (x0, y0), (x1, y1) = points
    c.glow((x0 + x1) / 2 + 16, (y0 + y1) / 2 + 26, abs(x1 - x0) / 2 + width, abs(y1 - y0) / 2 + width, DARK, 0.16)
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    px, py = -dy * width / 2, dx * width / 2
    cone = width * 1.7
    ax, ay = x0 + dx * cone, y0 + dy * cone
    c.poly([(x0, y0), (ax + px, ay + py), (ax - px, ay - py)], tip or named("Birch"))
    c.poly(
        [
            (x0, y0),
            (x0 + dx * cone * 0.35 + px * 0.35, y0 + dy * cone * 0.35 + py * 0.35),
            (x0 + dx * cone * 0.35 - px * 0.35, y0 + dy * cone * 0.35 - py * 0.35),
        ],
        end or named("Ink"),
    )
    for share, light in ((1.0, -0.18), (0.55, 0.0), (0.1, 0.3)):
        tone = lighter(colour, light) if light > 0 else darker(colour, -light)
        c.poly(
            [
                (ax + px * share, ay + py * share),
                (x1 + px * share, y1 + py * share),
                (x1 - px, y1 - py),
                (ax - px, ay - py),
            ],
            tone,
        )


@draws("pen/ball", "pen/fountain", "pen/drafting", "pen/brush", "pen/gel", "pen/pencils", "pen/colours", place="wall")
def pens(c, look):
    k = look.colour
    many = {"brush": 3, "gel": 5, "pencils": 6, "colours": 9}.get(look.variant, 1)
    rainbow = ("Cherry", "Coral", "Mustard", "Moss", "Teal", "Sky", "Cobalt", "Plum", "Rose")
    for place in range(many):
        shift = (place - (many - 1) / 2) * (96 if many < 9 else 78)
        wide = 64 if many == 1 else 52
        tone = {"colours": named(rainbow[place % 9]), "gel": mix(k, named(rainbow[place * 2 % 9]), 0.45)}.get(
            look.variant, k if place % 2 == 0 else mix(k, named("Ink"), 0.3)
        )
        x0, y0, x1, y1 = 280 + shift * 0.9, 860 + shift * 0.5, 900 + shift * 0.9, 340 + shift * 0.5
        if many > 1:
            x0, x1, y0, y1 = 600 + shift, 600 + shift, 960 - (place % 3) * 26, 260 - (place % 3) * 26
        metal = named("Steel") if look.variant in {"ball", "fountain", "drafting"} else None
        stick(
            c,
            [(x0, y0), (x1, y1)],
            wide,
            tone,
            metal,
            tone if look.variant in {"colours", "brush", "gel"} else named("Ink"),
        )
        if many == 1:
            for share in (0.42, 0.96):
                x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
                c.line(
                    [(x - 19, y - 24), (x + 19, y + 24)],
                    12,
                    named("Brass") if look.variant != "drafting" else named("Black"),
                )
            c.line(
                [(x0 + (x1 - x0) * 0.66, y0 + (y1 - y0) * 0.66 - 12), (x1 - 12, y1 - 6)],
                12,
                lighter(named("Brass"), 0.25),
            )


@draws("pen/cup")
def pencil_cup(c, look):
    c.shadow(600, STAND, 190)
    for x, lean, high, tone in (
        (520, -60, 420, "Mustard"),
        (580, -10, 480, "Coral"),
        (640, 36, 440, "Teal"),
        (690, 80, 380, "Ink"),
    ):
        c.tube([(x, 800), (x + lean, 800 - high)], 32, named(tone))
        c.poly(
            [(x + lean - 16, 804 - high), (x + lean + 16, 804 - high), (x + lean * 1.06, 750 - high)], named("Birch")
        )
        c.ellipse(x + lean * 1.05, 762 - high, 6, 9, named("Ink"))
    c.lathe(600, [(680, 170), (STAND - 14, 160), (STAND, 150)], across(look.colour, "gloss"), is_smooth=False)
    c.line(ring(600, 680, 170, 26, 0, 3.1416), 8, lighter(look.colour, 0.3))


@draws("pen/ruler", place="wall")
def ruler(c, look):
    edge = turned(box(230, 530, 970, 670, 10), 600, 600, -24)
    c.glow(624, 640, 380, 190, DARK, 0.22)
    c.poly([(x + 6, y + 9) for x, y in edge], darker(look.colour, 0.4))
    c.poly(edge, across(look.colour, "metal"))
    for step in range(61):
        x = 258 + step * 11.4
        high = 52 if step % 10 == 0 else 38 if step % 5 == 0 else 24
        c.line(turned([(x, 534), (x, 534 + high)], 600, 600, -24), 3, named("Ink"))


@draws("pen/tray")
def tray(c, look):
    k = look.colour
    c.shadow(600, STAND, 400, 50)
    c.poly([(300, 800), (900, 800), (990, STAND - 30), (210, STAND - 30)], down(darker(k, 0.24), darker(k, 0.06)))
    c.tube([(360, 900), (640, 840)], 30, named("Ink"))
    c.tube([(420, 930), (760, 890)], 26, named("Mustard"))
    c.ellipse(820, 880, 40, 22, across(named("Brass"), "metal"))
    c.line(ring(760, 850, 34, 16), 9, named("Steel"))
    c.rect(200, STAND - 46, 1000, STAND, across(lighter(k, 0.08), "soft"), radius=16)
    c.line([(300, 796), (206, STAND - 34)], 20, lighter(k, 0.1))
    c.line([(900, 796), (994, STAND - 34)], 20, darker(k, 0.08))


@draws("pen/scissors", place="wall")
def scissors(c, look):
    c.glow(620, 640, 200, 400, DARK, 0.2)
    for side in (-1, 1):
        c.poly(
            [(600 - side * 6, 620), (600 + side * 40, 600), (600 + side * 70, 190), (600 + side * 52, 180)],
            across(named("Steel"), "metal"),
        )
    for side in (-1, 1):
        c.tube([(600 + side * 20, 600), (600 - side * 60, 730)], 44, look.colour)
        c.line(ring(600 - side * 120, 860, 100, 140), 44, look.colour)
        c.line(ring(600 - side * 124, 852, 100, 140, 3.2, 5.2), 10, lighter(look.colour, 0.3))
    c.ellipse(600, 610, 20, 20, across(named("Brass"), "metal"))
