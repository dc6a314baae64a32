"""Asks every node how it is, in one background thread a process; visits only read what it found.

Each node is asked on a connection of the probe's own, without blocking: role, position, the heartbeat it has seen.
While visits come, every 50 ms; otherwise every second. A node that leaves a question unanswered is frozen or cut off:
it is taken out of rotation and all its connections are hung up, so that whoever waits on one goes elsewhere at once.

Why a heartbeat: at low traffic a lag in bytes and `now() - pg_last_xact_replay_timestamp()` both lie. The row
`shop_heartbeat` is written on the primary a few times a second, by whichever process comes first.
"""

import contextlib
import logging
import os
import select
import threading
import time

from shop.db.node import Node
from shop.db.pinger import REPLICA_PATIENCE_SECONDS, Pinger

logger = logging.getLogger(__name__)

BUSY_SECONDS, IDLE_SECONDS = 0.05, 1.0
LAG_KNOWN = 2  # answers: at the second it is known what the primary had written before the first
BUSY_FOR_SECONDS = 2.0  # after the last visit
RESOLVE_SECONDS, SOON_SECONDS = 10.0, 1.0
# When no node at all answers, the fault is more likely this machine's (no CPU): then wait for the longest patience.
STARVED_SECONDS = 1.0


class Probe:
    def __init__(self, nodes):
        self.nodes = nodes
        self.first_round = threading.Event()
        self.names_doubted = threading.Event()
        self.is_started = False
        self._starting = threading.Lock()
        self._news = threading.Condition()
        self._stirred_at = 0.0
        self._is_idle = False
        self._pingers: dict[Node, Pinger] = {}

    def start(self) -> None:
        with self._starting:
            if not self.is_started:
                self._wake = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
                self.is_started = True
                threading.Thread(target=self._run, name="database probe", daemon=True).start()
                threading.Thread(target=self._resolve, name="database names", daemon=True).start()

    def stir(self, now: bool = False) -> None:
        """A visit has come. `now` also cuts short the pause between two questions."""
        self._stirred_at = time.monotonic()
        if now or self._is_idle:
            self._is_idle = False
            with contextlib.suppress(BlockingIOError):
                os.eventfd_write(self._wake, 1)

    def wait_until(self, condition, seconds: float) -> bool:
        """Asks the nodes at once and again until `condition()` holds; False if it doesn't come to that in time."""
        deadline = time.monotonic() + seconds
        with self._news:
            while not condition():
                self.stir(now=True)
                left = deadline - time.monotonic()
                if left <= 0 or not self._news.wait(left):
                    return condition()
        return True

    def _resolve(self) -> None:
        """In a thread of its own: DNS may take its time. Sooner when a node has failed: perhaps it has moved."""
        while True:
            self.names_doubted.wait(RESOLVE_SECONDS)
            self.names_doubted.clear()
            self.nodes.resolve()
            time.sleep(SOON_SECONDS)

    def _run(self) -> None:
        while True:
            try:
                self._round()
            except Exception:  # whatever it is, a process without a probe would be blind from here on
                logger.exception("database probe")
                time.sleep(1)

    def _round(self) -> None:
        now = time.monotonic()
        busy = now - self._stirred_at < BUSY_FOR_SECONDS
        self._is_idle = not busy
        pingers = self._asked()
        for pinger in pingers:
            pinger.ask_if_due(now, BUSY_SECONDS if busy else IDLE_SECONDS)
        self._listen(pingers, BUSY_SECONDS if busy else IDLE_SECONDS)
        self._judge(pingers)
        if not self.first_round.is_set() and self._is_over(pingers):
            self.first_round.set()

    def _is_over(self, pingers: list[Pinger]) -> bool:
        """The first round: every node has spoken, or those that have are enough to begin with."""
        spoken = [pinger.node for pinger in pingers if pinger.answers >= LAG_KNOWN]
        enough = self.nodes.primary in spoken and any(node.is_fit for node in spoken)
        return enough or all(pinger.node in spoken or pinger.has_failed for pinger in pingers)

    def _asked(self) -> list[Pinger]:
        wanted = dict.fromkeys([*self.nodes.candidates, *self.nodes.replicas])
        for node in self._pingers.keys() - wanted.keys():
            self._pingers.pop(node).stop()
        for node in wanted:
            self._pingers.setdefault(node, Pinger(node, self.nodes))
        return list(self._pingers.values())

    def _listen(self, pingers: list[Pinger], longest_seconds: float) -> None:
        """Takes answers as they come until the next question is due, somebody's patience ends, or a visit stirs."""
        now = time.monotonic()
        poll = select.poll()
        poll.register(self._wake, select.POLLIN)
        waiting = {}
        for pinger in pingers:
            if pinger.events:
                waiting[pinger.fileno()] = pinger
                poll.register(pinger.fileno(), pinger.events)
        until = min([now + longest_seconds, *(pinger.next_at for pinger in pingers)])
        heard = False
        for descriptor, _event in poll.poll(max(until - now, 0.005) * 1000):
            if descriptor == self._wake:
                os.eventfd_read(self._wake)
                for pinger in pingers:
                    pinger.ask_soon()
            else:
                heard = waiting[descriptor].advance() or heard
        if heard:
            with self._news:
                self._news.notify_all()

    def _judge(self, pingers: list[Pinger]) -> None:
        """Gives up who has not answered for too long."""
        now = time.monotonic()
        late = [pinger for pinger in pingers if pinger.is_late(now)]
        expected = [pinger for pinger in pingers if pinger.node.breaker.is_closed]
        alone = len(expected) > 1 and all(pinger.waited(now) > REPLICA_PATIENCE_SECONDS for pinger in expected)
        for pinger in late:
            if not alone or pinger.waited(now) > STARVED_SECONDS or not pinger.node.breaker.is_closed:
                pinger.give_up(f"no answer for {pinger.waited(now) * 1000:.0f} ms")
