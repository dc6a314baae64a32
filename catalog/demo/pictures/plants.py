"""What grows in vases, pots and baskets."""

from math import cos, sin

from catalog.demo.pictures.colour import darker, lighter, mix, named
from catalog.demo.pictures.ramp import across

LEAF = named("Moss")


def stem(c, x, y, lean, high, colour, tip, flower=True):
    """One stem with a bud or a tuft."""
    top = (x + lean, y - high)
    c.curve([(x, y), (x + lean * 0.3, y - high * 0.5), top], 8, darker(LEAF, 0.1))
    c.blob(
        [
            (x + lean * 0.3, y - high * 0.4),
            (x + lean * 0.3 + 46, y - high * 0.58),
            (x + lean * 0.4 + 70, y - high * 0.7),
            (x + lean * 0.3 + 30, y - high * 0.5),
        ],
        across(LEAF),
    )
    if flower:
        c.blob([(top[0], top[1] - tip * 1.5), (top[0] + tip, top[1] - tip * 0.4), (top[0] + tip * 0.6, top[1] + tip * 0.7),
                (top[0] - tip * 0.6, top[1] + tip * 0.7), (top[0] - tip, top[1] - tip * 0.4)], across(colour))  # fmt: skip
    else:
        for step in range(8):
            c.line(
                [
                    (top[0], top[1] - step * tip * 0.5),
                    (top[0] + (16 if step % 2 else -16), top[1] - step * tip * 0.5 - 22),
                ],
                7,
                colour,
            )


def leaf(c, x, y, lean, high, wide, colour):
    """A long leaf, bending outwards."""
    tip = (x + lean, y - high)
    c.blob(
        [
            (x - wide * 0.2, y),
            (x + lean * 0.2 - wide * 0.6, y - high * 0.5),
            tip,
            (x + lean * 0.5 + wide * 0.5, y - high * 0.5),
            (x + wide * 0.2, y),
        ],
        across(colour, "matt"),
    )
    c.curve([(x, y - 6), (x + lean * 0.3, y - high * 0.5), tip], 3, lighter(colour, 0.25))


def snake_plant(c, y, r):
    for lean, high in ((-150, 330), (150, 300), (-80, 430), (90, 420), (0, 500)):
        leaf(c, 600 + lean * 0.4, y, lean * 0.7, high, 62, mix(named("Pine"), named("Sage"), (lean % 70) / 100))


def monstera(c, y, r):
    for lean, high, size in ((-190, 330, 96), (180, 300, 100), (-60, 440, 110), (90, 420, 90), (10, 260, 100)):
        x = 600 + lean
        c.curve([(600, y), (600 + lean * 0.6, y - high * 0.6), (x, y - high)], 8, darker(LEAF, 0.15))
        tone = mix(named("Pine"), named("Moss"), (high % 100) / 130)
        c.blob([(x, y - high - size), (x + size, y - high - size * 0.3), (x + size * 0.7, y - high + size * 0.6), (x, y - high + size * 0.9),
                (x - size * 0.7, y - high + size * 0.6), (x - size, y - high - size * 0.3)], across(tone))  # fmt: skip
        c.curve([(x, y - high + size * 0.8), (x, y - high - size * 0.8)], 4, lighter(tone, 0.25))
        for step in (-0.3, 0.1, 0.5):
            for side in (-1, 1):
                c.line(
                    [(x, y - high + size * step), (x + side * size * 0.6, y - high + size * (step - 0.3))],
                    3,
                    lighter(tone, 0.2),
                )


def fern(c, y, r):
    for step in range(11):
        angle = 3.45 + step * 0.26
        tip = (600 + 330 * cos(angle), y - 40 + 330 * sin(angle) * 1.15)
        bend = (600 + 150 * cos(angle), y - 60 + 260 * sin(angle))
        c.curve([(600, y), bend, tip], 6, darker(LEAF, 0.1))
        for part in range(2, 10):
            t = part / 10
            x = (1 - t) ** 2 * 600 + 2 * t * (1 - t) * bend[0] + t * t * tip[0]
            yy = (1 - t) ** 2 * y + 2 * t * (1 - t) * bend[1] + t * t * tip[1]
            for side in (-1, 1):
                c.line([(x, yy), (x + side * 26 * (1.1 - t), yy + 24 * (1.1 - t))], 9, mix(LEAF, named("Sage"), t))


def bonsai(c, y, r):
    c.tube([(560, y), (600, y - 120), (540, y - 230), (620, y - 330)], 40, named("Walnut"))
    c.tube([(560, y - 210), (440, y - 280)], 24, named("Walnut"))
    for x, yy, size in ((420, 290, 110), (620, 380, 160), (760, 270, 100), (540, 330, 110)):
        c.blob(
            [
                (x - size, y - yy),
                (x - size * 0.5, y - yy - size * 0.55),
                (x + size * 0.5, y - yy - size * 0.55),
                (x + size, y - yy),
                (x, y - yy + size * 0.28),
            ],
            across(mix(named("Pine"), named("Moss"), (x % 100) / 120)),
        )


def cactus(c, y, r):
    for x, high, wide in ((500, 250, 70), (640, 360, 84), (760, 170, 60)):
        c.rect(
            x - wide, y - high, x + wide, y + 60, across(named("Pine" if high > 300 else "Moss"), "matt"), radius=wide
        )
        for step in (-0.5, 0, 0.5):
            c.line([(x + wide * step, y - high + 50), (x + wide * step, y)], 4, lighter(named("Sage"), 0.2))
    c.ellipse(640, y - 366, 26, 20, across(named("Coral")))
