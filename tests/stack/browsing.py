"""Somebody browses at a steady pace, in a process of its own: how long each page took.

    python -m tests.stack.browsing HOST:PORT SECONDS

Prints JSON: the seconds of each answer by kind. `cached` pages are Varnish's, `uncached` ones are made by Django (a
search that nobody made before). A page is asked for when its time has come, whether or not the one before has arrived:
else a slow answer would hide those that would have waited behind it.
"""

import asyncio
import json
import re
import sys
import time
from collections import defaultdict
from itertools import count, cycle

from tests.stack.buyers import Visitor

PACE = {"cached": 0.05, "uncached": 0.25}  # seconds between two


class Browser:
    def __init__(self, address: str):
        self.address = address
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.bad: list[int] = []

    async def go(self, seconds: float) -> None:
        home = await Visitor(self.address).get("/")
        known = cycle(["/", *re.findall(r'href="(/[cp]/[^"?#]+)"', home.body)[:20]])
        new = (f"/search/?q=lamp+{time.time_ns()}+{number}" for number in count())
        async with asyncio.TaskGroup() as tasks:
            for kind, paths in (("cached", known), ("uncached", new)):
                tasks.create_task(self.at_pace(kind, paths, seconds))

    async def at_pace(self, kind: str, paths, seconds: float) -> None:
        began = time.monotonic()
        async with asyncio.TaskGroup() as tasks:
            for number in range(int(seconds / PACE[kind])):
                await asyncio.sleep(max(0, began + number * PACE[kind] - time.monotonic()))
                tasks.create_task(self.look(kind, next(paths)))

    async def look(self, kind: str, path: str) -> None:
        answer = await Visitor(self.address).get(path)
        self.seconds[kind].append(answer.seconds)
        if answer.status != 200:
            self.bad.append(answer.status)


if __name__ == "__main__":
    browser = Browser(sys.argv[1])
    asyncio.run(browser.go(float(sys.argv[2])))
    print(json.dumps({"seconds": browser.seconds, "bad": browser.bad}))
