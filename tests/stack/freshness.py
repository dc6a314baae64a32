"""What answers say of their age. Each edit has a number of its own, which stands in the product's title: so an answer,
wherever it comes from, shows which edit of each product it knows, and that it knows no later one.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median, quantiles

WORD = "freshly"  # searched for
TITLE = re.compile(WORD + r" p(\d+) edit (\d+)", re.IGNORECASE)
FRESH_SECONDS = 1.0


def title(product: int, edit: int) -> str:
    return f"{WORD.capitalize()} p{product} edit {edit}"


@dataclass
class Seen:
    """An edit as one page of one layer has shown it: when it was first received, last asked for and last received."""

    first: float
    asked: float
    last: float
    answers: int = 1


@dataclass
class Observations:
    """(layer, path, product) → edit → Seen; and what was no page: (layer, path, status) → how often."""

    seen: dict[tuple[str, str, int], dict[int, Seen]] = field(default_factory=lambda: defaultdict(dict))
    errors: dict[tuple[str, str, int], int] = field(default_factory=lambda: defaultdict(int))
    answers: int = 0

    def note(self, layer: str, path: str, text: str, asked: float, received: float) -> dict[int, int]:
        """Product → the oldest edit of it that the page shows."""
        self.answers += 1
        shown: dict[int, int] = {}
        for product, edit in set(TITLE.findall(text)):
            shown[int(product)] = min(int(edit), shown.get(int(product), int(edit)))
        for product, edit in shown.items():
            edits = self.seen[layer, path, product]
            if known := edits.get(edit):
                known.asked, known.last = max(known.asked, asked), max(known.last, received)
                known.first, known.answers = min(known.first, received), known.answers + 1
            else:
                edits[edit] = Seen(received, asked, received)
        return shown

    def add(self, other: "Observations") -> None:
        self.answers += other.answers
        for key, number in other.errors.items():
            self.errors[key] += number
        for key, edits in other.seen.items():
            for edit, seen in edits.items():
                mine = self.seen[key].setdefault(edit, seen)
                if mine is not seen:
                    mine.first, mine.last = min(mine.first, seen.first), max(mine.last, seen.last)
                    mine.asked, mine.answers = max(mine.asked, seen.asked), mine.answers + seen.answers


@dataclass(frozen=True)
class Edit:
    number: int
    product: int
    way: str
    committed: float
    paths: tuple[str, ...] = ()  # the pages that were polled for it


@dataclass(frozen=True)
class Late:
    """One edit on one page of one layer. `old`: seconds after its commit that the last older answer came (0: none did).

    `new`: until the first answer that showed it, None if nobody polled. `asked`: how long after the commit an
    answer was asked for that still was older.
    """

    edit: Edit
    layer: str
    path: str
    old: float
    asked: float
    new: float | None


def judge(edits: list[Edit], observations: Observations) -> list[Late]:
    """For every edit and every page that has shown its product at all."""
    of_product = defaultdict(list)
    for edit in edits:
        of_product[edit.product].append(edit)
    found = []
    for (layer, path, product), seen in observations.seen.items():
        numbers = sorted(seen)
        for edit in of_product[product]:
            older = [seen[number] for number in numbers if number < edit.number]
            newer = [seen[number] for number in numbers if number >= edit.number]
            if older or newer:
                old = max((one.last for one in older), default=0.0) - edit.committed
                asked = max((one.asked for one in older), default=0.0) - edit.committed
                polled = newer and path in edit.paths
                new = min(one.first for one in newer) - edit.committed if polled else None
                found.append(Late(edit, layer, path, max(old, 0.0), max(asked, 0.0), new))
    return found


def still_old(lates: list[Late]) -> list[Late]:
    """Promises broken: asked for more than a second after the commit, and old."""
    return [late for late in lates if late.asked > FRESH_SECONDS]


def percentile(values: list[float], share: float) -> float:
    if len(values) < 2:
        return values[0] if values else 0.0
    return quantiles(values, n=1000, method="inclusive")[round(share * 1000) - 1]


def summary(values: list[float]) -> str:
    """Median, p99 and longest, in ms."""
    shown = (median(values), percentile(values, 0.99), max(values)) if values else (0.0, 0.0, 0.0)
    return " ".join(f"{1000 * value:8.0f}" for value in shown)
