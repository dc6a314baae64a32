"""Where pictures are drawn: 1200 × 1200 units, origin at the upper left, at twice the size, then reduced.

A fill is a colour or a Ramp. Shapes are cut out of their fill by a mask, so every shape can take the light.
"""

from contextlib import contextmanager
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw, ImageFilter

from catalog.demo.pictures.colour import DARK
from catalog.demo.pictures.ramp import Ramp, across

SIDE = 1200  # units, and pixels of the finished picture
SCALE = 2
QUALITIES = (80, 68, 56, 46)  # few pictures need more than the first
MOST_BYTES = 60_000
BLUR_AT = 8  # soft shapes are drawn this many times smaller: nobody sees their pixels


class Canvas:
    def __init__(self, image):
        """`image` is SCALE pixels a unit."""
        self.image = image
        self.zoom, self.shift_x, self.shift_y = 1.0, 0.0, 0.0

    # --- where one stands ----------------------------------------------------------------------------------------
    @contextmanager
    def seen(self, zoom=1.0, x=0.0, y=0.0):
        """Draws what follows larger or smaller (about the origin), then moved by x, y units."""
        before = self.zoom, self.shift_x, self.shift_y
        self.shift_x, self.shift_y = self.shift_x + x * self.zoom, self.shift_y + y * self.zoom
        self.zoom *= zoom
        yield
        self.zoom, self.shift_x, self.shift_y = before

    def _pixel(self, point):
        return ((point[0] * self.zoom + self.shift_x) * SCALE, (point[1] * self.zoom + self.shift_y) * SCALE)

    def _pixels(self, length):
        return length * self.zoom * SCALE

    # --- shapes --------------------------------------------------------------------------------------------------
    def poly(self, points, fill):
        pixels = [self._pixel(point) for point in points]
        self._cut(pixels, fill, lambda draw, moved: draw.polygon(moved, fill=255))

    def blob(self, points, fill):
        """A closed shape whose outline runs smoothly through the points."""
        self.poly(smooth(points, closed=True), fill)

    def ellipse(self, cx, cy, rx, ry, fill):
        corners = [self._pixel((cx - rx, cy - ry)), self._pixel((cx + rx, cy + ry))]
        self._cut(corners, fill, lambda draw, moved: draw.ellipse(moved, fill=255))

    def rect(self, left, top, right, bottom, fill, radius=0):
        corners = [self._pixel((left, top)), self._pixel((right, bottom))]
        pixels = self._pixels(radius)
        self._cut(corners, fill, lambda draw, moved: draw.rounded_rectangle(moved, pixels, fill=255))

    def line(self, points, width, colour):
        """A stroke with round ends and joints."""
        pixels = [self._pixel(point) for point in points]
        stroke = max(1, round(self._pixels(width)))
        draw = ImageDraw.Draw(self.image)
        draw.line(pixels, fill=colour, width=stroke, joint="curve")
        for x, y in (pixels[0], pixels[-1]):
            draw.ellipse((x - stroke / 2, y - stroke / 2, x + stroke / 2, y + stroke / 2), fill=colour)

    def curve(self, points, width, colour):
        self.line(smooth(points), width, colour)

    def tube(self, points, width, colour):
        """A bent rod: the stroke, its light side and its shadow side."""
        bend = smooth(points) if len(points) > 2 else points
        ramp = across(colour).stops
        self.line(bend, width, ramp[-1][1])
        self.line([(x - width * 0.08, y - width * 0.08) for x, y in bend], width * 0.8, ramp[3][1])
        self.line([(x - width * 0.17, y - width * 0.17) for x, y in bend], width * 0.3, ramp[2][1])

    def cord(self, end, start, width, colour):
        """A line to something outside of the picture: it hangs from there, and takes no room itself."""
        self.line([start, end], width, colour)

    def lathe(self, cx, profile, fill, is_smooth=True):
        """A turned body: `profile` is a list of (height y, radius) from top to bottom, mirrored about cx."""
        side = [(radius, y) for y, radius in profile]
        side = smooth(side) if is_smooth and len(side) > 2 else side
        right = [(cx + radius, y) for radius, y in side]
        self.poly(right + [(2 * cx - x, y) for x, y in reversed(right)], fill)

    # --- soft things ---------------------------------------------------------------------------------------------
    def glow(self, cx, cy, rx, ry, colour, strength):
        """A soft ellipse of light or shade; strength 0–1 in its middle."""
        (x, y), wide, high = self._pixel((cx, cy)), self._pixels(rx), self._pixels(ry)
        blur = max(2.0, min(wide, high) / BLUR_AT * 0.45)
        margin = blur * 3 * BLUR_AT
        box = [round(edge) for edge in (x - wide - margin, y - high - margin, x + wide + margin, y + high + margin)]
        width, height = box[2] - box[0], box[3] - box[1]
        mask = Image.new("L", (max(1, width // BLUR_AT), max(1, height // BLUR_AT)))
        edge = margin / BLUR_AT
        ImageDraw.Draw(mask).ellipse((edge, edge, mask.width - edge, mask.height - edge), fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(blur)).resize((width, height), Image.Resampling.BILINEAR)
        self.image.paste(colour, (box[0], box[1]), mask)

    def shadow(self, cx, y, rx, ry=None, strength=0.34):
        """Where a thing stands: dark and close below it, wide and faint away from the light."""
        ry = ry or rx * 0.16
        self.glow(cx + rx * 0.28, y + ry * 0.4, rx * 1.15, ry * 1.5, DARK, strength * 0.45)
        self.glow(cx + rx * 0.05, y, rx * 0.96, ry * 0.62, DARK, strength)

    @contextmanager
    def inside(self, points):
        """Keeps what is drawn inside this outline: for patterns and folds."""
        before = self.image.copy()
        yield
        mask = Image.new("L", self.image.size)
        ImageDraw.Draw(mask).polygon([self._pixel(point) for point in points], fill=255)
        self.image = Image.composite(self.image, before, mask)

    # --- out -----------------------------------------------------------------------------------------------------
    def jpeg(self):
        """The finished picture as bytes: as good as fits into MOST_BYTES, and never worse than the last quality."""
        finished = self.image.reduce(SCALE)
        for quality in QUALITIES:
            out = BytesIO()
            finished.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
            if out.tell() <= MOST_BYTES:
                break
        return out.getvalue()

    def _cut(self, pixels, fill, shape):
        """Draws `shape` as a mask over the box of its pixels and pastes the fill through it."""
        xs, ys = [x for x, _ in pixels], [y for _, y in pixels]
        left, top = int(max(min(xs) - 1, 0)), int(max(min(ys) - 1, 0))
        right, bottom = int(min(max(xs) + 2, self.image.width)), int(min(max(ys) + 2, self.image.height))
        if right <= left or bottom <= top:
            return
        mask = Image.new("L", (right - left, bottom - top))
        shape(ImageDraw.Draw(mask), [(x - left, y - top) for x, y in pixels])
        if not isinstance(fill, Ramp):
            self.image.paste(fill, (left, top), mask)
            return
        whole = (int(min(xs)), int(min(ys)), int(max(xs)) + 2, int(max(ys)) + 2)
        cut = (left - whole[0], top - whole[1], right - whole[0], bottom - whole[1])
        self.image.paste(fill.image(whole[2] - whole[0], whole[3] - whole[1], cut), (left, top), mask)


def smooth(points, closed=False, steps=14):
    """A Catmull-Rom curve through the points."""
    around = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    curve = []
    for before, start, end, after in zip(around, around[1:], around[2:], around[3:], strict=False):
        curve.extend(_between(before, start, end, after, step / steps) for step in range(steps))
    return curve if closed else [*curve, points[-1]]


def _between(before, start, end, after, t):
    return tuple(
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(before, start, end, after, strict=True)
    )


def ring(cx, cy, rx, ry, start=0.0, end=2 * pi, steps=48):
    """Points along an ellipse, from one angle (radians, clockwise from the right) to another."""
    return [
        (cx + rx * cos(start + (end - start) * step / steps), cy + ry * sin(start + (end - start) * step / steps))
        for step in range(steps + 1)
    ]


def box(left, top, right, bottom, radius=0):
    """The outline of a box with round corners, as points."""
    if not radius:
        return [(left, top), (right, top), (right, bottom), (left, bottom)]
    corners = ((right - radius, top + radius, -pi / 2), (right - radius, bottom - radius, 0),
               (left + radius, bottom - radius, pi / 2), (left + radius, top + radius, pi))  # fmt: skip
    return [point for x, y, start in corners for point in ring(x, y, radius, radius, start, start + pi / 2, 10)]


def turned(points, cx, cy, degrees):
    """The points, turned clockwise about a centre."""
    angle = degrees * pi / 180
    return [
        (cx + (x - cx) * cos(angle) - (y - cy) * sin(angle), cy + (x - cx) * sin(angle) + (y - cy) * cos(angle))
        for x, y in points
    ]
