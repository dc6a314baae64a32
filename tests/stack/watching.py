"""Products that are edited, and who looks at their pages meanwhile, on every layer."""

import multiprocessing
import random
import threading
import time
from dataclasses import dataclass

from tests.stack.freshness import WORD, Observations, title
from tests.stack.visitors import Visitor

LAYERS = ("app1", "varnish", "lb")
POLL_SECONDS, READ_SECONDS = 0.02, 0.05
READERS_A_PROCESS = 5
processes = multiprocessing.get_context("fork")

# Popular products, each with a category that shows it on its first page.
SUBJECTS = """
SELECT DISTINCT ON (popularity, id) id, slug, url_path, title FROM (
    SELECT p.id, p.slug, p.title, p.popularity, c.url_path, c.depth,
           rank() OVER (PARTITION BY c.id ORDER BY p.popularity DESC, p.id DESC) AS place
    FROM catalog_listing l JOIN catalog_product p ON p.id = l.product_id JOIN catalog_category c ON c.id = l.category_id
) placed WHERE place <= 20 ORDER BY popularity DESC, id DESC, depth DESC LIMIT {number}
"""


@dataclass(frozen=True)
class Subject:
    """A product that is edited, and the pages that show it: its own, a list, home, a search."""

    product: int
    paths: tuple[str, ...]


class Subjects(list[Subject]):
    """`with Subjects(stack, 8) as subjects`: products that have had their first edit; renamed back at the end."""

    def __init__(self, stack, number: int):
        self.stack = stack
        rows = [line.split("|") for line in stack.psql(SUBJECTS.format(number=number)).splitlines()]
        self.titles = {int(product): was for product, _slug, _category, was in rows}
        for product, slug, category, _was in rows:
            self.append(Subject(int(product), (f"/p/{slug}/", f"/c/{category}/", "/", f"/search/?q={WORD}")))

    def __enter__(self) -> "Subjects":
        self._rename({product: title(product, 0) for product in self.titles})
        return self

    def __exit__(self, *_) -> None:
        self._rename(self.titles)

    def _rename(self, titles: dict[int, str]) -> None:
        for product, text in titles.items():
            quoted = text.replace("'", "''")
            self.stack.psql(f"UPDATE catalog_product SET title = '{quoted}' WHERE id = {product}")


class Watch:
    """`with Watch(stack, subjects, readers=20) as watch`: each layer is polled for the subject that `turn_to` names.

    `readers` ask besides for any page of any subject by way of the load balancer. A process for each layer, one for
    each five readers. At the end `observations` has all that was seen.
    """

    def __init__(self, stack, subjects: list[Subject], layers=LAYERS, readers: int = 0, pause: float = POLL_SECONDS):
        self.subjects, self.layers, self.pause = subjects, layers, pause
        self.urls = {layer: stack.url_of(layer) for layer in {*layers, "lb"}}
        self.pages = len(subjects[0].paths)
        self.current = processes.Value("i", -1)
        self.latest = processes.Array("q", len(layers) * self.pages)
        self.end = processes.Event()
        self.results = processes.Queue()
        self.observations = Observations()
        shares = [min(READERS_A_PROCESS, readers - first) for first in range(0, readers, READERS_A_PROCESS)]
        self.lookers = [
            *(processes.Process(target=self._watch, args=(number,)) for number in range(len(layers))),
            *(processes.Process(target=self._read, args=(share,)) for share in shares),
        ]

    def __enter__(self) -> "Watch":
        for looker in self.lookers:
            looker.start()
        return self

    def __exit__(self, *_) -> None:
        self.end.set()
        for _looker in self.lookers:
            self.observations.add(self.results.get(timeout=60))
        for looker in self.lookers:
            looker.join()

    def turn_to(self, subject: int) -> None:
        """From now on the layers are asked for this one; returns when each has answered."""
        for at in range(len(self.latest)):
            self.latest[at] = -1
        self.current.value = subject
        assert self.wait_for(0, 30), "a page does not show the product"

    def wait_for(self, edit: int, seconds: float) -> bool:
        """Until every page on every layer has shown this edit (or a later one)."""
        return self.wait(lambda: min(self.latest[:]) >= edit, seconds)

    @staticmethod
    def wait(done, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not done():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.002)
        return True

    def _watch(self, layer: int) -> None:
        self._run([(self._poll, layer, page) for page in range(self.pages)])

    def _read(self, readers: int) -> None:
        self._run([(self._browse,) for _ in range(readers)])

    def _run(self, jobs) -> None:
        """In a process of its own: a thread for each job, and one result of them all."""
        mine = [Observations() for _ in jobs]
        threads = [
            threading.Thread(target=job, args=(*rest, own)) for (job, *rest), own in zip(jobs, mine, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        together = Observations()
        for own in mine:
            together.add(own)
        together.seen, together.errors = dict(together.seen), dict(together.errors)
        self.results.put(together)

    def _poll(self, layer: int, page: int, own: Observations) -> None:
        visitor = Visitor(self.urls[self.layers[layer]])
        while not self.end.is_set():
            if (turn := self.current.value) >= 0:
                subject = self.subjects[turn]
                shown = ask(visitor, self.layers[layer], subject.paths[page], own)
                if turn == self.current.value:
                    self.latest[layer * self.pages + page] = shown.get(subject.product, -1)
            time.sleep(self.pause)

    def _browse(self, own: Observations) -> None:
        visitor, chance = Visitor(self.urls["lb"]), random.Random()
        paths = sorted({path for subject in self.subjects for path in subject.paths})
        while not self.end.is_set():
            ask(visitor, "lb", chance.choice(paths), own)
            time.sleep(READ_SECONDS * chance.random() * 2)


def ask(visitor: Visitor, layer: str, path: str, own: Observations) -> dict[int, int]:
    asked = time.monotonic()
    try:
        answer = visitor.get(path)
    except OSError:
        own.errors[layer, path, 0] += 1
        return {}
    if answer.status != 200:
        own.errors[layer, path, answer.status] += 1
        return {}
    return own.note(layer, path, answer.text, asked, time.monotonic())
