"""A reader process (reader.py) as tests see it: what it reads, live."""

import json
import subprocess
import threading
import time
from pathlib import Path

from tests.stack.databases.report import ROWS, Row, Times

SLOW_SECONDS = 0.25
READER = str(Path(__file__).with_name("reader.py"))


class Reads:
    """`with Reads(words, env)`: `words` are the command line that runs reader.py, wherever it is to run."""

    def __init__(self, words: list[str], env: dict[str, str]):
        self.words, self.env = words, env
        self.all: list[dict] = []

    def __enter__(self):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(self.words, env=self.env, **pipes)
        self.listening = threading.Thread(target=self.listen)
        self.listening.start()
        return self

    def listen(self) -> None:
        for line in self.process.stdout:
            self.all.append(json.loads(line))

    def __exit__(self, *exception):
        self.process.stdin.close()
        self.listening.join()
        self.process.wait()

    def wait_for(self, server: int, seconds: float, since: float = 0.0) -> float:
        """Until the server with this port has answered a read begun after `since`; returns the seconds from then."""
        since = since or time.monotonic()
        while not (found := [read for read in list(self.all) if read["server"] == server and read["at"] >= since]):
            assert self.process.poll() is None, "the reader has ended"
            assert time.monotonic() < since + seconds, f"no read by {server} within {seconds} s: {self.all[-3:]}"
            time.sleep(0.02)
        return found[0]["at"] + found[0]["seconds"] - since

    def summary(self, case: str, since: float, until: float, healed: float) -> dict:
        """What the reads met that began in this time (monotonic seconds)."""
        seen = [read for read in self.all if since <= read["at"] < until]
        times = sorted(read["seconds"] for read in seen)
        nodes = [read["node"] for read in seen if read["node"]]
        return {
            "case": case,
            "asked": len(seen),
            "errors": sum(bool(read["error"]) for read in seen),
            "times": [times[len(times) // 2], times[len(times) * 99 // 100], times[-1]],
            "slow": sum(seconds > SLOW_SECONDS for seconds in times),
            "queue": 0.0,
            "healed": healed,
            "served": {name: nodes.count(name) / len(nodes) for name in sorted(set(nodes))},
        }


def judge(summary: dict, heal_seconds: float) -> None:
    """A row for the table; no read may have failed, one may have been slow."""
    ROWS.append(Row(**summary | {"times": Times(*summary["times"])}))
    assert summary["errors"] == 0, summary
    assert summary["slow"] <= 1, summary
    assert summary["healed"] <= heal_seconds, summary
