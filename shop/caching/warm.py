"""Asking for pages before visitors do: which, through whom, and how fast.

Apps name their pages: `@names_pages` above a function `(limit, tags) -> paths`, hottest first; with `tags` those that
(likely) show what these stand for. A page that is stored already costs a hit, so a guess too many does no harm.
"""

import http.client
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from statistics import median
from time import perf_counter
from typing import NamedTuple

from django.conf import settings
from django.utils import translation

NamesPages = Callable[[int, Collection[str] | None], list[str]]
TIMEOUT_SECONDS = 25.0  # past Varnish's own
LONGEST_PAUSE_SECONDS = 5.0
AT_ONCE = 1000  # handed to the threads; a million would only wait in memory

_named: list[NamesPages] = []


def names_pages(function: NamesPages) -> NamesPages:
    _named.append(function)
    return function


def pages(limit: int, tags: Collection[str] | None = None) -> list[str]:
    """At most `limit` paths in each language, hottest first: of the whole shop or, with `tags`, of what these touch."""
    found: dict[str, None] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for function in _named:
                found.update(dict.fromkeys(function(limit, tags)[:limit]))
    return list(found)


class Answer(NamedTuple):
    """`status` 0: none came; `trouble` says why. `cache`: X-Cache, empty without Varnish."""

    status: int
    cache: str
    seconds: float
    trouble: str = ""

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 400


class Asker:
    """Asks one server (Varnish node or app host) for pages as the load balancer would, over one kept connection."""

    def __init__(self, address: str):
        self.address = address
        self._connection = http.client.HTTPConnection(address, timeout=TIMEOUT_SECONDS)
        self._headers = {
            "Host": settings.SITE_NETLOC,
            "X-Forwarded-Proto": settings.SITE_URL.partition(":")[0],
            "Accept-Encoding": "gzip",
            "User-Agent": "warm",
        }

    def ask(self, path: str) -> Answer:
        for fresh in (False, True):  # a kept connection may have been closed meanwhile
            started = perf_counter()
            try:
                self._connection.request("GET", path, headers=self._headers)
                answer = self._connection.getresponse()
                answer.read()
                return Answer(answer.status, answer.getheader("X-Cache", ""), perf_counter() - started)
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()
                trouble = type(error).__name__
                if fresh or isinstance(error, TimeoutError):
                    break
        return Answer(0, "", perf_counter() - started, trouble)


class Pace:
    """Slows down when the application does: when its median answer takes twice as long as at its best.

    Several threads may share one.
    """

    LATEST, TIMES = 15, 2.0
    QUICK_SECONDS = 0.05  # no sign of trouble; and quicker ones were in the page cache, no measure of rendered ones

    def __init__(self):
        self._latest: deque[float] = deque(maxlen=self.LATEST)
        self._lock = threading.Lock()
        self.best = 0.0  # seconds, median of LATEST
        self.pause = 0.0  # seconds, to wait after each answer

    def note(self, seconds: float) -> None:
        """An answer that the application had to make (not a hit)."""
        with self._lock:
            self._latest.append(seconds)
            if len(self._latest) < self.LATEST:
                return
            now = median(self._latest)
            self.best = max(min(now, self.best or now), self.QUICK_SECONDS)
            self.pause = min(max(now / self.best - self.TIMES, 0) * now, LONGEST_PAUSE_SECONDS)


def ask_for(paths: list[str], addresses: list[str], concurrency: int) -> Iterator[tuple[str, str, Answer]]:
    """Yields address, path and answer of every page at every address, hottest first, `concurrency` at once."""
    pace, own = Pace(), threading.local()

    def ask(address: str, path: str) -> tuple[str, str, Answer]:
        askers = own.__dict__.setdefault("askers", {})
        asker = askers.get(address) or askers.setdefault(address, Asker(address))
        answer = asker.ask(path)
        if answer.cache != "hit":
            pace.note(answer.seconds)
            time.sleep(pace.pause)
        return address, path, answer

    todo = ((address, path) for path in paths for address in addresses)
    with ThreadPoolExecutor(concurrency, "warms") as pool:
        while some := list(islice(todo, AT_ONCE)):
            yield from pool.map(lambda both: ask(*both), some)
