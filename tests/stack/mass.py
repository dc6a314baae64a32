"""Very many products changed by one statement while visitors browse the shop."""

import random
import threading
import time
from dataclasses import dataclass

from tests.stack.freshness import FRESH_SECONDS, TITLE, WORD, percentile
from tests.stack.visitors import Visitor
from tests.stack.watching import processes

CLIENTS_A_PROCESS = 10
POPULAR = """
SELECT id, slug FROM catalog_product WHERE id IN (SELECT product_id FROM catalog_listing)
ORDER BY popularity DESC, id DESC LIMIT {most}
"""
RENAME = "UPDATE catalog_product SET title = '{word} p' || id || ' edit {edit}' WHERE id = ANY ('{{{ids}}}')"


@dataclass(frozen=True)
class Answer:
    """`old`: it shows a product as it was before the edit."""

    asked: float
    took: float
    status: int
    path: str
    hit: bool
    old: bool


@dataclass(frozen=True)
class Outcome:
    """What clients met before the statement, and from its beginning on. Times are time.monotonic()."""

    quiet: list[Answer]
    during: list[Answer]
    began: float
    committed: float

    @property
    def errors(self) -> list[Answer]:
        return [answer for answer in (*self.quiet, *self.during) if answer.status != 200]

    @property
    def stale(self) -> list[Answer]:
        return [answer for answer in self.during if answer.old and answer.asked > self.committed + FRESH_SECONDS]


def p99(answers: list[Answer]) -> float:
    return percentile([answer.took for answer in answers], 0.99)


def hit_ratio(answers: list[Answer]) -> float:
    return sum(answer.hit for answer in answers) / max(len(answers), 1)


def mass_edit(stack, products: int, clients: int, think_seconds: float, seconds: float) -> Outcome:
    """`clients` browse, thinking so long between two pages; after `seconds` one statement renames so many products, the
    most popular ones, and they go on for as long again after its commit.
    """
    found = [row.split("|") for row in stack.psql(POPULAR.format(most=products)).splitlines()]
    ids = ",".join(number for number, _slug in found)
    pages = [f"/p/{slug}/" for _number, slug in found]
    lists = [f"/c/{path}/" for path in stack.psql("SELECT url_path FROM catalog_category WHERE is_active").splitlines()]
    stack.psql("CREATE TABLE mass_titles AS SELECT id, title FROM catalog_product")
    try:
        rename(stack, ids, 0)
        with Browsing(stack, pages, lists, clients, think_seconds) as browsing:
            time.sleep(seconds)  # warm
            quiet_from = time.monotonic()
            time.sleep(seconds)
            began = time.monotonic()
            rename(stack, ids, 1)
            committed = time.monotonic()
            time.sleep(seconds)
    finally:
        stack.psql("UPDATE catalog_product p SET title = t.title FROM mass_titles t WHERE t.id = p.id")
        stack.psql("DROP TABLE mass_titles")
    quiet = [answer for answer in browsing.answers if quiet_from <= answer.asked < began]
    return Outcome(quiet, [answer for answer in browsing.answers if answer.asked >= began], began, committed)


def rename(stack, ids: str, edit: int) -> None:
    stack.psql(RENAME.format(word=WORD.capitalize(), edit=edit, ids=ids))


class Browsing:
    """`with Browsing(…) as browsing`: of ten pages five are products, the more popular the more often, three lists, one
    a search, one home. At the end `answers` has all.
    """

    def __init__(self, stack, products: list[str], lists: list[str], clients: int, think_seconds: float):
        self.url, self.products, self.lists, self.think_seconds = stack.url, products, lists, think_seconds
        self.end, self.results = processes.Event(), processes.Queue()
        self.answers: list[Answer] = []
        shares = [min(CLIENTS_A_PROCESS, clients - first) for first in range(0, clients, CLIENTS_A_PROCESS)]
        self.browsers = [processes.Process(target=self._browse, args=(share,)) for share in shares]

    def __enter__(self) -> "Browsing":
        for browser in self.browsers:
            browser.start()
        return self

    def __exit__(self, *_error) -> None:
        self.end.set()
        for _browser in self.browsers:
            self.answers += self.results.get(timeout=60)
        for browser in self.browsers:
            browser.join()

    def _browse(self, clients: int) -> None:
        answers: list[Answer] = []
        threads = [threading.Thread(target=self._client, args=(answers,)) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.results.put(answers)

    def _client(self, answers: list[Answer]) -> None:
        visitor, chance = Visitor(self.url), random.Random()
        while not self.end.wait(self.think_seconds * chance.uniform(0.5, 1.5)):
            path, asked = self._choose(chance), time.monotonic()
            try:
                answer = visitor.get(path)
            except OSError:
                answers.append(Answer(asked, time.monotonic() - asked, 0, path, False, False))
                continue
            took = time.monotonic() - asked
            old = any(edit == "0" for _product, edit in TITLE.findall(answer.text))
            answers.append(Answer(asked, took, answer.status, path, answer.headers["X-Cache"] == "hit", old))

    def _choose(self, chance: random.Random) -> str:
        kind = chance.random()
        if kind < 0.5:
            return self.products[int(len(self.products) * chance.random() ** 3)]
        if kind < 0.8:
            return chance.choice(self.lists)
        return "/" if kind < 0.9 else f"/search/?q={WORD}"
