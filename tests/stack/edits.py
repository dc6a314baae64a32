"""Edits while every layer is watched: one at a time, and at a steady pace while what tells of them is killed."""

import random
import threading
import time
from contextlib import ExitStack, contextmanager, suppress

from stack import supervisor

from tests.stack.editors import WAYS, Editor
from tests.stack.freshness import Edit, Observations, title
from tests.stack.lagging import delay, wait_until_caught_up
from tests.stack.visitors import Visitor
from tests.stack.watching import LAYERS, Subjects, Watch, ask

WATCHED_LONGER_SECONDS = 0.35  # past the first of the relay's repeated purges
GIVEN_UP_SECONDS = 5  # an edit that is nowhere to be seen by then: no further ones
LAST_SECONDS = 18  # past the second
PACE_SECONDS = 0.03
EACH_KILL_SECONDS = 3.0  # a relay that has been killed is back after two


def watched_edits(
    stack, number: int, products: int = 8, readers: int = 0, lagging: float = 0.0, last_seconds: float = LAST_SECONDS
) -> tuple[list[Edit], Observations]:
    """Edits and all that was seen. Each edit is watched until every page has shown it, and a little longer.

    `lagging`: seconds that replica2 is held back.
    """
    edits = []
    with ExitStack() as around:
        subjects = around.enter_context(Subjects(stack, products))
        editor = around.enter_context(Editor(stack))
        watch = around.enter_context(Watch(stack, subjects, readers=readers))
        if lagging:
            around.enter_context(held_back(stack, "replica2", lagging))
        for turn in range(number):
            subject, way = subjects[turn % len(subjects)], WAYS[turn % len(WAYS)]
            watch.turn_to(turn % len(subjects))
            committed = editor.edit(way, subject.product, title(subject.product, turn + 1))
            edits.append(Edit(turn + 1, subject.product, way, committed, subject.paths))
            if not watch.wait_for(turn + 1, GIVEN_UP_SECONDS):
                break
            time.sleep(WATCHED_LONGER_SECONDS)
        for turn in range(int(last_seconds / 0.5)):
            watch.turn_to(turn % len(subjects))
            time.sleep(0.5)
    return edits, watch.observations


@contextmanager
def held_back(stack, replica: str, seconds: float):
    delay(stack, replica, seconds)
    try:
        yield
    finally:
        delay(stack, replica, None)
        wait_until_caught_up(stack, replica)


def edits_amid_faults(stack, number: int, kills: int, products: int) -> tuple[list[str], float]:
    """The relay is killed at random moments; Varnish and Redis are stopped and started once each; visitors go on.

    What is old in the end, in words, and how many seconds after the last edit and fault all rows were told.
    """
    seconds = max(number * PACE_SECONDS, kills * EACH_KILL_SECONDS)
    last: dict[int, int] = {}
    with ExitStack() as around:
        subjects = around.enter_context(Subjects(stack, products))
        editor = around.enter_context(Editor(stack))
        watch = around.enter_context(Watch(stack, subjects, readers=5))
        around.callback(stack.heal)
        faults = [
            threading.Thread(target=kill_relay, args=(stack, kills, seconds)),
            threading.Thread(target=restart, args=(stack, "varnish", seconds * 0.3)),
            threading.Thread(target=restart, args=(stack, "redis", seconds * 0.6)),
        ]
        for fault in faults:
            fault.start()
        began = time.monotonic()
        for turn in range(number):
            subject, way = subjects[turn % len(subjects)], WAYS[turn % len(WAYS)]
            watch.current.value = random.randrange(len(subjects))
            editor.edit(way, subject.product, title(subject.product, turn + 1))
            last[subject.product] = turn + 1
            time.sleep(max(began + (turn + 1) * seconds / number - time.monotonic(), 0))
        for fault in faults:
            fault.join()
        healed = time.monotonic()
        wait_until_told(stack, 60)
        told = time.monotonic() - healed
        time.sleep(1)
        return old_pages(stack, subjects, last), told


def kill_relay(stack, kills: int, seconds: float) -> None:
    began, slot = time.monotonic(), seconds / kills
    for kill in range(kills):
        time.sleep(max(began + (kill + random.random()) * slot - time.monotonic(), 0))
        while not supervisor.programs(stack.state)["relay"]["pid"]:
            time.sleep(0.02)
        with suppress(ProcessLookupError):
            stack.kill("relay")


def restart(stack, name: str, after_seconds: float, down_seconds: float = 1.0) -> None:
    time.sleep(after_seconds)
    stack.stop(name)
    time.sleep(down_seconds)
    stack.start(name)
    stack.wait_until_well(name)


def wait_until_told(stack, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while stack.psql("SELECT count(*) FROM shop_outbox WHERE told_at IS NULL") != "0":
        assert time.monotonic() < deadline, f"the outbox is not empty after {seconds} s"
        time.sleep(0.05)


def old_pages(stack, subjects, last: dict[int, int]) -> list[str]:
    """Every page of every edited product, asked of every layer: which do not show the last edit."""
    found = []
    for layer in LAYERS:
        visitor, own = Visitor(stack.url_of(layer)), Observations()
        for path in sorted({path for subject in subjects if subject.product in last for path in subject.paths}):
            shown = ask(visitor, layer, path, own)
            wrong = {product: edit for product, edit in shown.items() if edit != last.get(product, 0)}
            found += [f"{layer} {path} shows edit {edit} of {product}" for product, edit in wrong.items()]
        found += [f"{layer} {path} answers {status}" for _layer, path, status in own.errors]
    return found
