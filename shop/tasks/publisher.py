"""Hands the numbers of due rows to Celery: a thread of the relay's process. Several do no harm.

Only here does anybody wait for the broker; while it is away, rows wait. Where there is no worker (STACK=lite), the rows
run here.
"""

import logging
import threading
import time

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django_statsd.clients import statsd

from shop.tasks import schedule
from shop.tasks.broker import Broker, BrokerAway
from shop.tasks.declare import QUEUES, registry
from shop.tasks.run import run_row
from shop.tasks.take import Taken, give_back, has_sent, take, take_lost

logger = logging.getLogger(__name__)
FASTEST_SECONDS, SLOWEST_SECONDS = 0.01, 0.1  # between two looks; slower while nothing comes
CLOCK_SECONDS = 1.0
LOOK_FOR_LOST_SECONDS = 2.0
AGAIN_SECONDS = 1.0  # between two tries with a database or a broker that does not answer
UNKNOWN_LIMIT_SECONDS = 60


class Publisher:
    def __init__(self):
        self.broker = Broker()
        self._is_well = True
        self._clock_at = self._lost_at = 0.0

    def start(self) -> None:
        threading.Thread(target=self.run, name="publishes tasks", daemon=True).start()

    def run(self, until=lambda: False) -> None:
        pause = FASTEST_SECONDS
        while not until():
            try:
                worked = self.step()
            except BrokerAway as error:
                self.note(str(error))
                time.sleep(AGAIN_SECONDS)
            except (DatabaseError, InterfaceError) as error:
                logger.warning("tasks: no primary: %s", " ".join(str(error).split())[:200])
                connection.close()
                time.sleep(AGAIN_SECONDS)
            except Exception:  # nobody would notice that this thread has ended
                logger.exception("tasks: publishing failed")
                time.sleep(AGAIN_SECONDS)
            else:
                pause = FASTEST_SECONDS if worked else min(pause * 1.5, SLOWEST_SECONDS)
                time.sleep(pause)

    def step(self) -> bool:
        """One look at the clock, at the broker and at the table. True when something was handed over."""
        now = time.monotonic()
        if now >= self._clock_at:
            self._clock_at = now + CLOCK_SECONDS
            schedule.write_due()
        if now >= self._lost_at:
            self._lost_at = now + LOOK_FOR_LOST_SECONDS
            self.look_for_lost()
        handed = [self.publish(queue) for queue in QUEUES]
        return any(handed)

    def look_for_lost(self) -> None:
        """What a wiped broker no longer knows need not wait for the end of its lease."""
        for queue in QUEUES:
            if has_sent(queue) and self.broker.is_empty(queue):
                take_lost(queue)

    def publish(self, queue: str) -> bool:
        taken = take(queue)
        for row in taken:
            if row.state == "parked":
                note_parked(row)
        sent = [row for row in taken if row.state == "sent"]
        for position, row in enumerate(sent):
            try:
                self.hand_over(queue, row)
            except BrokerAway:
                give_back(sent[position:])
                raise
        return bool(sent)

    def hand_over(self, queue: str, row: Taken) -> None:
        if settings.CELERY_TASK_ALWAYS_EAGER:
            run_row(row.id)
            return
        declared = registry.get(row.name)
        self.broker.send(queue, row.id, declared.time_limit_seconds if declared else UNKNOWN_LIMIT_SECONDS)
        statsd.incr(f"tasks.sent.{queue}")
        self.note("")

    def note(self, trouble: str) -> None:
        """A line when that begins, and one when it ends."""
        if self._is_well == bool(trouble):
            self._is_well = not trouble
            says = f"does not take messages ({trouble}); tasks wait" if trouble else "takes messages again"
            logger.warning("tasks: the broker %s", says)


def note_parked(row: Taken) -> None:
    statsd.incr("tasks.parked")
    logger.error("task parked: %s", row.last_error, extra={"task": row.name, "key": row.key})
