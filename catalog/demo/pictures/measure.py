"""How much room a drawing takes: it is drawn once on nothing, to frame it."""

from contextlib import contextmanager
from functools import cache

from catalog.demo.pictures.canvas import SCALE, Canvas
from catalog.demo.pictures.drawing import DRAWINGS


class Measure(Canvas):
    """A canvas that only remembers the outermost points of what is solid."""

    def __init__(self):
        super().__init__(image=None)
        self.left = self.top = float("inf")
        self.right = self.bottom = float("-inf")

    def glow(self, *args, **kwargs):
        """Light and shade may run out of the picture."""

    def cord(self, end, start, width, colour):
        """Its upper end is nowhere."""

    def line(self, points, width, colour):
        half = width / 2
        corners = [(x + side * half, y + side * half) for x, y in points for side in (-1, 1)]
        self._cut([self._pixel(corner) for corner in corners], colour, None)

    @contextmanager
    def inside(self, points):
        """What is cut off doesn't count, and the outline has been drawn before."""
        before = self.left, self.top, self.right, self.bottom
        yield
        self.left, self.top, self.right, self.bottom = before

    def _cut(self, pixels, fill, shape):
        for x, y in pixels:
            self.left, self.right = min(self.left, x / SCALE), max(self.right, x / SCALE)
            self.top, self.bottom = min(self.top, y / SCALE), max(self.bottom, y / SCALE)


@cache
def measured(look):
    """Left, top, right and bottom of a drawing, in units."""
    size = Measure()
    DRAWINGS[look.drawing](size, look)
    return size.left, size.top, size.right, size.bottom
