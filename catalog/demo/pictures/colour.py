"""Colours as (red, green, blue), 0–255, and what light does to them: it comes from the upper left, and is warm."""

from functools import cache

from catalog.demo.assortment import words

LIGHT = (255, 250, 238)
DARK = (38, 28, 48)
PAPER = (246, 242, 235)


@cache
def named(name):
    """`Terracotta` → (196, 102, 63)."""
    code = words("colours")[name]
    return tuple(int(code[place : place + 2], 16) for place in (1, 3, 5))


def mix(one, other, share):
    """`share` (0–1) of the other colour in the one."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))


def lighter(colour, share):
    return mix(colour, LIGHT, share)


def darker(colour, share):
    return mix(colour, DARK, share)


def lightness(colour):
    """0 (black) to 1 (white), as an eye sees it."""
    red, green, blue = colour
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def beside(colour):
    """A second colour that goes with it, for patterns: light on dark, dark on light, never harsh."""
    return lighter(colour, 0.72) if lightness(colour) < 0.6 else darker(colour, 0.42)
