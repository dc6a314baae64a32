"""Visitors browse while a test hurts a node; what they saw can be asked at any time."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

BROWSE = Path(__file__).with_name("browse.py")


@dataclass
class Request:
    at: float  # seconds of the monotonic clock, which all processes of a machine share
    seconds: float
    status: int
    path: str
    nodes: dict[str, str]  # node → queries and why
    cache: str
    error: str

    @property
    def is_error(self) -> bool:
        return self.status != 200 or bool(self.error)

    @property
    def is_rendered(self) -> bool:
        """By the application, now: a stored page tells of the node that served it when it was made."""
        return self.cache not in ("hit", "grace")


class Visitors:
    """Eight of them from `with` on. `paths`: (path, weight) pairs; `%` in a path makes it one that no cache has."""

    def __init__(self, url: str, paths):
        self.words = [sys.executable, str(BROWSE), url, json.dumps(paths)]
        self.requests: list[Request] = []

    def __enter__(self):
        self.process = subprocess.Popen(self.words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.reading = threading.Thread(target=self.read)
        self.reading.start()
        return self

    def read(self) -> None:
        for line in self.process.stdout:
            self.requests.append(Request(**json.loads(line)))

    def __exit__(self, *exception):
        self.process.stdin.close()
        self.reading.join()
        self.process.wait()

    def between(self, since: float = 0.0, until: float = float("inf")) -> "Seen":
        """The requests that began in this time (monotonic seconds)."""
        return Seen([request for request in list(self.requests) if since <= request.at < until])


@dataclass
class Seen:
    """What some requests met."""

    requests: list[Request]

    @property
    def errors(self) -> list[Request]:
        return [request for request in self.requests if request.is_error]

    @property
    def slowest(self) -> float:
        return max((request.seconds for request in self.requests), default=0.0)

    def slowest_first(self) -> list[Request]:
        return sorted(self.requests, key=lambda request: -request.seconds)

    def percentile(self, percent: float) -> float:
        times = sorted(request.seconds for request in self.requests)
        return times[min(int(len(times) * percent / 100), len(times) - 1)] if times else 0.0

    def slower_than(self, seconds: float) -> int:
        return sum(request.seconds > seconds for request in self.requests)

    def share(self) -> dict[str, float]:
        """Node → its share of the pages that were rendered."""
        served = [node for request in self.requests if request.is_rendered for node in request.nodes]
        return {node: served.count(node) / len(served) for node in sorted(set(served))}

    def first_by(self, node: str) -> float | None:
        """When the first answer came that this node had a part in; None if there is none."""
        ends = [each.at + each.seconds for each in self.requests if each.is_rendered and node in each.nodes]
        return min(ends, default=None)
