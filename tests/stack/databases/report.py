"""One line for each case, printed together at the end of the run (`-s` or not)."""

from dataclasses import astuple, dataclass

HEAD = ("case", "asked", "errors", "p50", "p99", "slowest", "slow", "queue", "healed", "served by")
ROWS: list["Row"] = []


@dataclass
class Times:
    """In seconds."""

    p50: float
    p99: float
    slowest: float


@dataclass
class Row:
    """`slow`: requests over the allowance (case.py). `queue`: share of the time that somebody waited for a processor.

    `healed`: seconds from the fault's end until every node served again; None when nothing had to.
    """

    case: str
    asked: int
    errors: int
    times: Times
    slow: int
    queue: float
    healed: float | None
    served: dict[str, float]  # node → its share of the rendered pages while the fault lasted

    def cells(self) -> tuple[str, ...]:
        times = (f"{seconds * 1000:.0f} ms" for seconds in astuple(self.times))
        healed = "-" if self.healed is None else f"{self.healed:.2f} s"
        served = " ".join(f"{node} {share:.0%}" for node, share in self.served.items())
        return self.case, str(self.asked), str(self.errors), *times, str(self.slow), f"{self.queue:.0%}", healed, served


def table() -> list[str]:
    rows = [HEAD, *(row.cells() for row in ROWS)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
