"""Tasks under faults: workers killed every 2 s, broker restarted, wiped and frozen. What is lost, what happens twice?

    python bench/tasks.py [--tasks 2000] [--kill-every 2] [--broker redis|rabbitmq]

Needs a PostgreSQL server whose role may make a database (DATABASE_URL) and `var/venv`; has a broker, workers, a
publisher and a mail server of its own, on loopback. A third of the tasks are mails (real ones, through SMTP), a third
thumbnails, a third write a row that may be written twice. Every `--kill-every` seconds `kill -9` ends a process of the
workers at work, each fifth time a whole worker, each seventh the publisher.

Mails are counted raw and by Message-ID. SMTP knows no transaction: a worker that is killed between the server's "250"
and its commit sends again, with the same Message-ID, by which mail programs show it once.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.tasks_house import House  # noqa: E402


@dataclass
class Result:
    asked: int
    seconds: float
    kills: dict[str, int]
    lost: list[str]
    rows_doubled: int
    mails_doubled: int  # by Message-ID: other than one letter for a key
    mails_raw_again: int  # the same letter, sent again by who was killed before its commit
    thumbnails_broken: int
    parked: int
    tries: dict[int, int]  # how many tries → rows
    cost: dict[str, dict[str, float]] = field(default_factory=dict)  # µs of asking


class Trial:
    """`least_done`: tasks between two kills, where a slow machine would else be killed before it has begun."""

    def __init__(self, house: House, count: int, kill_every: float, least_done: int = 0):
        self.house, self.count, self.kill_every, self.least_done = house, count, kill_every, least_done
        self.kills: dict[str, int] = {}
        self.faults = [self.house.restart_broker, self.house.wipe_broker, self.house.freeze_broker]

    def run(self, most_seconds: float) -> Result:
        house = self.house
        house.call("ask", str(self.count))
        started = time.monotonic()
        next_kill, done_then = started + self.kill_every, 0
        while (done := house.done()) < self.count and time.monotonic() - started < most_seconds:
            if self.faults and done > self.count * (4 - len(self.faults)) / 5:
                fault = self.faults.pop(0)
                self.note(fault.__name__)
                fault()
            if time.monotonic() >= next_kill and done >= done_then + self.least_done:
                next_kill, done_then = time.monotonic() + self.kill_every, done
                self.kill()
            house.restart_the_dead()
            time.sleep(0.05)
        return self.result(time.monotonic() - started)

    def kill(self) -> None:
        times = sum(self.kills.values()) + 1
        if times % 7 == 0:
            self.house.publisher.kill_tree()
            self.note("publisher")
        elif times % 5 == 0:
            random.choice(self.house.workers).kill_tree()  # noqa: S311
            self.note("whole worker")
        elif child := self.house.child_at_work():
            os.kill(child, 9)
            self.note("process of a worker")

    def note(self, what: str) -> None:
        self.kills[what] = self.kills.get(what, 0) + 1

    def result(self, seconds: float) -> Result:
        house = self.house
        letters = house.letters()
        rows = house.effects()
        expected = house.asked()
        made = {f"draw {number}" for number in house.thumbnails()} | set(rows)
        made |= {f"mail welcome {number}" for number in letters}
        return Result(
            asked=self.count,
            seconds=round(seconds, 1),
            kills=self.kills,
            lost=sorted(set(expected) - made),
            rows_doubled=sum(times - 1 for times in rows.values()),
            mails_doubled=sum(len(ids) - 1 for ids, _raw in letters.values()),
            mails_raw_again=sum(raw - len(ids) for ids, raw in letters.values()),
            thumbnails_broken=house.broken_thumbnails(),
            parked=house.parked(),
            tries=house.tries(),
        )


def costs(house: House) -> dict[str, dict[str, float]]:
    """Of asking, the broker as well as can be, frozen, gone."""
    told = {"up": json.loads(house.call("cost", "500"))}
    house.broker.freeze()
    told["frozen"] = json.loads(house.call("cost", "500"))
    house.broker.thaw()
    house.broker.kill_tree()
    told["gone"] = json.loads(house.call("cost", "500"))
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=2000)
    parser.add_argument("--kill-every", type=float, default=2.0)
    parser.add_argument("--broker", choices=["redis", "rabbitmq"], default="redis")
    parser.add_argument("--most-seconds", type=float, default=900)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # leaves nothing running
    with tempfile.TemporaryDirectory(prefix="shop-tasks-") as directory:
        house = House(Path(directory), os.environ["DATABASE_URL"], chosen.broker)
        try:
            house.open()
            result = Trial(house, chosen.tasks, chosen.kill_every).run(chosen.most_seconds)
            if not chosen.json:
                result.cost = costs(house)
        finally:
            house.close()
    show(result, chosen.json)
    return 1 if result.lost or result.rows_doubled or result.mails_doubled or result.thumbnails_broken else 0


def show(result: Result, as_json: bool) -> None:
    told = asdict(result)
    if as_json:
        print(json.dumps(told))
        return
    for name, value in told.items():
        print(f"{name:20}{len(value) if name == 'lost' else value}")
    for key in result.lost[:20]:
        print(f"  lost: {key}")


if __name__ == "__main__":
    raise SystemExit(main())
