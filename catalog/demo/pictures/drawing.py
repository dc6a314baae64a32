"""The register of drawings: `@draws("mug/round")` stands above what draws one."""

from dataclasses import dataclass
from random import Random

DRAWINGS = {}  # name: function (canvas, look)
PLACES = {}  # name: floor, wall or hanging


@dataclass(frozen=True)
class Look:
    """What one picture shows: which drawing, in which colour; `number` is the product's."""

    drawing: str  # "mug/round"
    colour: tuple
    number: int

    @property
    def variant(self):
        return self.drawing.partition("/")[2]

    @property
    def chance(self):
        """A generator of its own for each product, so that its pictures have the same speckles in all colours."""
        return Random(f"{self.drawing} {self.number}")


def draws(*names, place="floor"):
    """Registers a function (canvas, look) for these drawings; `place` says how they are framed."""

    def register(function):
        for name in names:
            assert name not in DRAWINGS, name
            DRAWINGS[name], PLACES[name] = function, place
        return function

    return register
