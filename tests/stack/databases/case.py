"""One case: visitors browse, a fault begins and ends, what they saw is judged and goes into the table."""

import time
from contextlib import contextmanager
from pathlib import Path

from tests.stack.databases import report
from tests.stack.databases.report import Row, Times
from tests.stack.databases.visitors import Request, Seen, Visitors

ALLOWANCE_SECONDS = 0.25  # what noticing a fault may cost one request of each worker thread
HEAL_SECONDS = 5
QUIET_SECONDS, FEW = 3, 20  # at least so long, and so many requests
BUSY_SHARE = 0.9  # of the time somebody waits for a processor: our own browsing alone makes 0.3
WARM_SECONDS = 0.7  # of browsing before the fault


class Queue:
    """The share of the time since it was made in which somebody waited for a processor (Linux' pressure figures).

    Over all processes of the machine. Near 1 times tell of the queue and not of the fault.
    """

    PRESSURE = Path("/proc/pressure/cpu")

    def __init__(self):
        self.at, self.waited = time.monotonic(), self.total()

    def total(self) -> float:
        if not self.PRESSURE.exists():
            return 0.0
        return int(self.PRESSURE.read_text().split()[4].removeprefix("total=")) / 1e6

    @property
    def share(self) -> float:
        return (self.total() - self.waited) / (time.monotonic() - self.at)


class Case:
    """`quiet`: seconds within which 99 % of requests are answered without a fault."""

    def __init__(self, name: str, visitors: Visitors, quiet: float, slow_allowed: int):
        self.name, self.visitors, self.quiet, self.slow_allowed = name, visitors, quiet, slow_allowed
        self.began = self.ended = 0.0
        self.queue = Queue()
        self.healed: float | None = None

    @contextmanager
    def fault(self):
        """Marks begin and end; the fault must be over when the block is left."""
        time.sleep(WARM_SECONDS)
        self.began = time.monotonic()
        yield
        self.ended = time.monotonic()

    def wait_for(self, node: str, seconds: float = HEAL_SECONDS) -> None:
        """Until a page is served by `node` again."""
        while (first := self.visitors.between(self.ended).first_by(node)) is None:
            assert time.monotonic() < self.ended + seconds, f"{node} was not used again within {seconds} s"
            time.sleep(0.02)
        self.healed = max(self.healed or 0.0, first - self.ended)

    def during(self, after: float = 0.0) -> Seen:
        """What visitors meet in the fault, from `after` seconds of it on."""
        return self.visitors.between(self.began + after, self.ended or float("inf"))

    def judge(self) -> None:
        """When the visitors have left: a row for the table, and the promises.

        Slow is what took longer than the quiet time and the allowance: once for each worker thread, which may have been
        waiting on the node when it failed. Where the machine has no processor to spare, slowness is shown, not judged.
        """
        seen = self.visitors.between(self.began)
        slow, queue = seen.slower_than(self.quiet + ALLOWANCE_SECONDS), self.queue.share
        times = Times(seen.percentile(50), seen.percentile(99), seen.slowest)
        row = Row(
            self.name, len(seen.requests), len(seen.errors), times, slow, queue, self.healed, self.during().share()
        )
        report.ROWS.append(row)
        assert seen.requests, "nobody asked for anything"
        assert not seen.errors, f"{len(seen.errors)} of {len(seen.requests)} failed: {self.told(seen.errors[:5])}"
        assert slow <= self.slow_allowed or queue > BUSY_SHARE, f"{slow} slow: {self.told(seen.slowest_first()[:12])}"

    def told(self, requests: list[Request]) -> list[str]:
        """When each began after the fault did, and what it met."""
        return [f"+{each.at - self.began:.2f} s {each.seconds:.2f} s {each.path} {each.nodes}" for each in requests]


class Shop:
    """Where visitors browse: the front door, or an application server of a test's own."""

    def __init__(self, name: str, url: str, paths, threads: int):
        self.name, self.url, self.paths, self.threads = name, url, paths, threads
        self.quiet = 0.0

    def measure_quiet(self) -> None:
        queue = Queue()
        with Visitors(self.url, self.paths) as visitors:
            time.sleep(1)  # connections and caches
            since = time.monotonic()
            time.sleep(QUIET_SECONDS)
            while len(visitors.between(since).requests) < FEW:
                time.sleep(0.1)
        seen = visitors.between(since)
        self.quiet = seen.percentile(99)
        times = Times(seen.percentile(50), self.quiet, seen.slowest)
        row = Row(
            f"{self.name}: no fault", len(seen.requests), len(seen.errors), times, 0, queue.share, None, seen.share()
        )
        report.ROWS.append(row)
        assert not seen.errors, seen.errors[:3]

    @contextmanager
    def case(self, name: str, faults: int = 1):
        """Visitors browse while the block hurts nodes (`with case.fault()`) and waits for them (`case.wait_for`)."""
        if not self.quiet:
            self.measure_quiet()
        with Visitors(self.url, self.paths) as visitors:
            case = Case(name, visitors, self.quiet, slow_allowed=self.threads * faults)
            yield case
        case.judge()
