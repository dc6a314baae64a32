"""How a surface takes the light: stops of colour from one side of a shape to the other."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from PIL import Image

from catalog.demo.pictures.colour import darker, lighter, mix

# Of a round body: place from left (0) to right (1), and how much lighter (+) or darker (-) it is there.
FINISHES = {
    "flat": ((0, 0.0), (1, 0.0)),
    "soft": ((0, 0.05), (1, -0.10)),
    "matt": ((0, -0.10), (0.12, 0.04), (0.28, 0.14), (0.55, 0.0), (0.85, -0.20), (1, -0.30)),
    "gloss": ((0, -0.14), (0.10, 0.04), (0.19, 0.16), (0.21, 0.62), (0.27, 0.62), (0.29, 0.14), (0.6, 0.0), (0.88, -0.26), (1, -0.18)),
    "metal": ((0, -0.25), (0.10, 0.25), (0.20, 0.65), (0.32, 0.10), (0.50, -0.12), (0.66, 0.22), (0.80, -0.22), (0.93, -0.40), (1, -0.12)),
}  # fmt: skip


@dataclass(frozen=True)
class Ramp:
    """Colours along a shape's box: across it from left to right, or down it."""

    stops: tuple  # of (place from 0 to 1, colour)
    is_down: bool = False

    def image(self, width, height, cut):
        """This ramp stretched over width × height pixels; of that only the box `cut` is made."""
        left, top, right, bottom = cut
        if self.is_down:
            row = _strip(self.stops).resize((height, 1), Image.Resampling.BILINEAR).crop((top, 0, bottom, 1))
            row = row.transpose(Image.Transpose.ROTATE_270)
        else:
            row = _strip(self.stops).resize((width, 1), Image.Resampling.BILINEAR).crop((left, 0, right, 1))
        return row.resize((right - left, bottom - top), Image.Resampling.NEAREST)


def across(colour, finish="matt"):
    """A round body of this colour, standing upright."""
    return Ramp(tuple((place, _lit(colour, light)) for place, light in FINISHES[finish]))


def down(top, bottom):
    return Ramp(((0, top), (1, bottom)), is_down=True)


def _lit(colour, light):
    return lighter(colour, light) if light > 0 else darker(colour, -light)


@cache
def _strip(stops):
    """256 pixels by one."""
    pixels = []
    for step in range(256):
        place = step / 255
        left, right = next(pair for pair in pairwise(stops) if place <= pair[1][0])
        pixels.append(mix(left[1], right[1], (place - left[0]) / (right[0] - left[0])))
    strip = Image.new("RGB", (256, 1))
    strip.putdata(pixels)
    return strip
