"""Makes replicas lag at random while a test goes on: delayed replay, and one replica paused for a while."""

import random
import threading
import time

MOST_DELAY_SECONDS = 2.0
CHANGE_EVERY_SECONDS = 1.0
PAUSED_SECONDS = 10.0


class LaggingReplicas:
    """`with LaggingReplicas(stack)`: every second each gets another delay; one is paused for ten seconds."""

    def __init__(self, stack, names=("replica1", "replica2")):
        self.stack, self.names = stack, names
        self.delays: list[float] = []
        self.paused_seconds = 0.0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lagging replicas")

    def __enter__(self) -> "LaggingReplicas":
        self._delay_all()
        time.sleep(0.2)  # a reload takes effect with the next record that is replayed
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._end.set()
        self._thread.join()
        for name in self.names:
            resume(self.stack, name)
            delay(self.stack, name, None)
        for name in self.names:
            wait_until_caught_up(self.stack, name)

    def _run(self) -> None:
        paused_at, resumed = None, False
        started = time.monotonic()
        while not self._end.wait(CHANGE_EVERY_SECONDS):
            self._delay_all()
            now = time.monotonic()
            if paused_at is None and now - started > 2:
                paused_at = now
                pause(self.stack, self.names[-1])
            if paused_at and not resumed:
                self.paused_seconds = now - paused_at
                if resumed := self.paused_seconds > PAUSED_SECONDS:
                    resume(self.stack, self.names[-1])

    def _delay_all(self) -> None:
        for name in self.names:
            seconds = random.uniform(0, MOST_DELAY_SECONDS)
            self.delays.append(seconds)
            delay(self.stack, name, seconds)


def delay(stack, name: str, seconds: float | None) -> None:
    """Commits are replayed this much later than they happened; None: at once."""
    value = "RESET recovery_min_apply_delay"
    if seconds is not None:
        value = f"SET recovery_min_apply_delay = '{seconds * 1000:.0f}ms'"
    stack.psql(f"ALTER SYSTEM {value}", node=name)
    stack.psql("SELECT pg_reload_conf()", node=name)


def pause(stack, name: str) -> None:
    stack.psql("SELECT pg_wal_replay_pause()", node=name)


def resume(stack, name: str) -> None:
    stack.psql("SELECT pg_wal_replay_resume()", node=name)


def wait_until_caught_up(stack, name: str, seconds: float = 20) -> None:
    """Until the replica has replayed what the primary has written by now."""
    position = stack.psql("SELECT pg_current_wal_lsn()")
    deadline = time.monotonic() + seconds
    while stack.psql(f"SELECT pg_last_wal_replay_lsn() >= '{position}'", node=name) != "t":
        assert time.monotonic() < deadline, f"{name} has not caught up in {seconds} s"
        time.sleep(0.05)
