"""Chairs, stools and benches, seen from the front and a little from above."""

from catalog.demo.pictures.backdrop import STAND
from catalog.demo.pictures.canvas import box, smooth
from catalog.demo.pictures.colour import darker, lighter, mix, named
from catalog.demo.pictures.drawing import draws
from catalog.demo.pictures.ramp import across, down

WOOD = named("Oak")


def leg(c, x_top, top, x_foot, foot, colour, width=26):
    """A tapering leg."""
    half, thin = width / 2, width * 0.32
    c.poly([(x_top - half, top), (x_top + half, top), (x_foot + thin, foot), (x_foot - thin, foot)], across(colour))


def four_legs(c, top, wide, colour, splay=26, width=26, back=0.62):
    """The two behind are darker and end a little higher."""
    for side in (-1, 1):
        leg(
            c,
            600 + side * wide * back,
            top,
            600 + side * (wide * back + splay * 0.4),
            STAND - 46,
            darker(colour, 0.24),
            width * 0.85,
        )
    for side in (-1, 1):
        leg(c, 600 + side * wide, top, 600 + side * (wide + splay), STAND, colour, width)


def seat(c, y, wide, colour, depth=54, thick=22):
    """A board seen from slightly above."""
    c.poly(
        [(600 - wide * 0.84, y - depth), (600 + wide * 0.84, y - depth), (600 + wide, y), (600 - wide, y)],
        down(lighter(colour, 0.18), lighter(colour, 0.04)),
    )
    c.rect(600 - wide, y, 600 + wide, y + thick, across(darker(colour, 0.08), "soft"), radius=8)


def ground(c, wide):
    c.shadow(600, STAND - 8, wide * 1.15, wide * 0.14, strength=0.26)


@draws("chair/side", "chair/spindle")
def side_chair(c, look):
    k = look.colour
    ground(c, 190)
    four_legs(c, 700, 170, k)
    for side in (-1, 1):
        c.tube([(600 + side * 140, 660), (600 + side * 158, 300)], 26, k)
    if look.variant == "spindle":
        for step in range(-3, 4):
            c.tube([(600 + step * 38, 660), (600 + step * 42, 320)], 12, k)
        c.tube([(430, 330), (520, 280), (680, 280), (770, 330)], 40, k)
    else:
        c.poly(
            smooth([(430, 300), (600, 284), (770, 300), (766, 400), (600, 386), (434, 400)], closed=True),
            across(lighter(k, 0.05), "soft"),
        )
        c.tube([(452, 500), (748, 500)], 20, k)
    seat(c, 690, 196, k)


@draws("chair/shell")
def shell_chair(c, look):
    k = look.colour
    ground(c, 200)
    four_legs(c, 700, 130, WOOD, splay=70)
    c.blob([(420, 330), (600, 290), (780, 330), (810, 560), (790, 700), (600, 740), (410, 700), (390, 560)], across(k))
    c.blob(
        [(460, 360), (600, 330), (740, 360), (760, 560), (600, 610), (440, 560)], down(darker(k, 0.14), darker(k, 0.02))
    )
    c.blob([(410, 620), (600, 580), (790, 620), (780, 704), (600, 738), (420, 704)], down(lighter(k, 0.2), k))


@draws("chair/stool", "chair/bar", "chair/step")
def stool(c, look):
    k = look.colour
    ground(c, 170)
    if look.variant == "step":
        for side in (-1, 1):
            c.poly(
                [
                    (600 + side * 150, 640),
                    (600 + side * 180, 640),
                    (600 + side * 250, STAND),
                    (600 + side * 214, STAND),
                ],
                across(darker(k, 0.1)),
            )
        seat(c, 800, 225, k, 70, 30)
        seat(c, 640, 190, k, 60, 30)
        return
    top, wide = (620, 150) if look.variant == "stool" else (390, 150)
    four_legs(c, top, 96 if look.variant == "stool" else 90, k, splay=80 if look.variant == "stool" else 66, width=34)
    if look.variant == "bar":
        c.tube([(466, 790), (734, 790)], 20, darker(k, 0.12))
    c.ellipse(600, top + 26, wide + 12, 36, across(darker(k, 0.18), "soft"))
    c.ellipse(600, top, wide + 12, 36, across(lighter(k, 0.12), "soft"))


@draws("chair/folding")
def folding_chair(c, look):
    k = look.colour
    ground(c, 200)
    for side in (-1, 1):
        c.tube([(600 + side * 170, 300), (600 + side * 150, 660), (600 + side * 205, STAND - 40)], 18, darker(k, 0.16))
        c.tube([(600 + side * 140, 690), (600 + side * 190, STAND)], 18, k)
    for y in (320, 372, 424):
        c.rect(424, y, 776, y + 34, across(k, "soft"), radius=14)
    for step in range(4):
        wide = 158 + step * 11
        c.rect(600 - wide, 632 + step * 24, 600 + wide, 650 + step * 24, across(lighter(k, 0.1), "soft"), radius=8)


@draws("chair/lounge", "chair/armchair")
def armchair(c, look):
    k, is_low = look.colour, look.variant == "lounge"
    ground(c, 330)
    four_legs(c, 860, 270 if is_low else 250, named("Walnut"), splay=24, width=30)
    c.blob(
        [(330, 420), (600, 330), (870, 420), (880, 700), (600, 780), (320, 700)], down(lighter(k, 0.06), darker(k, 0.1))
    )
    c.poly(box(350, 640, 850, 780, 46), down(lighter(k, 0.2), k))
    for side in (-1, 1):
        left, right = sorted((600 + side * 240, 600 + side * 350))
        c.rect(left, 560 if not is_low else 640, right, 880, across(k if side < 0 else darker(k, 0.1)), radius=50)
    c.rect(330, 770, 870, 890, down(darker(k, 0.04), darker(k, 0.2)), radius=40)
    c.curve([(400, 770), (600, 784), (800, 770)], 4, darker(k, 0.28))
    if not is_low:
        for x in (500, 600, 700):
            c.ellipse(x, 520, 9, 9, darker(k, 0.3))
            c.glow(x, 520, 30, 30, darker(k, 0.4), 0.3)


@draws("chair/bench")
def bench(c, look):
    k = look.colour
    ground(c, 400)
    four_legs(c, 740, 380, k, splay=18, width=34, back=0.86)
    seat(c, 720, 420, k, depth=66, thick=30)
    c.poly(box(260, 650, 520, 716, 24), across(mix(named("Rust"), k, 0.1)))


@draws("chair/rocker")
def rocker(c, look):
    k = look.colour
    ground(c, 280)
    c.tube([(300, 940), (440, STAND - 10), (760, STAND - 10), (900, 940)], 24, darker(k, 0.1))
    four_legs(c, 700, 170, k, splay=10)
    for step in range(-3, 4):
        c.tube([(600 + step * 42, 660), (600 + step * 46, 280)], 14, k)
    c.tube([(424, 300), (500, 250), (700, 250), (776, 300)], 44, k)
    for side in (-1, 1):
        c.tube([(600 + side * 150, 540), (600 + side * 225, 550), (600 + side * 215, 690)], 26, k)
    seat(c, 690, 200, k)
    c.poly(box(430, 610, 770, 680, 32), across(named("Oat"), "soft"))
