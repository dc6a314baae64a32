"""The broker as the publisher sees it: one kept connection, one kind of error."""

from contextlib import suppress

from kombu import Connection

from shop.celery import app, run

GRACE_SECONDS = 10  # after its limit a task is told to end; so much later its process is killed


class BrokerAway(Exception):
    """It refuses, does not answer in time, or has hung up."""


class Broker:
    def __init__(self):
        self._connection: Connection | None = None
        self._producer = None

    def send(self, queue: str, row_id: int, time_limit_seconds: int) -> None:
        """Raises BrokerAway; the message may have gone out nevertheless."""
        limits = {"soft_time_limit": time_limit_seconds, "time_limit": time_limit_seconds + GRACE_SECONDS}
        try:
            run.apply_async((row_id,), queue=queue, producer=self.producer(), retry=False, **limits)
        except Exception as error:  # kombu's, redis' and amqp's errors have nothing in common
            self.hang_up()
            raise BrokerAway(f"{type(error).__name__}: {error}") from error

    def is_empty(self, queue: str) -> bool:
        """Whether no message waits in it; those that workers hold don't count."""
        try:
            connection = self.connection()
            with connection.channel() as channel:
                return channel.queue_declare(queue, passive=True).message_count == 0
        except app.connection_for_write().channel_errors:  # there is no such queue (Redis: none that holds anything)
            return True
        except Exception as error:
            self.hang_up()
            raise BrokerAway(f"{type(error).__name__}: {error}") from error

    def producer(self):
        if self._producer is None:
            # Of a channel: with a connection alone it would try three times, over six seconds, to connect.
            self._producer = app.amqp.Producer(self.connection().channel())
        return self._producer

    def connection(self) -> Connection:
        if self._connection is None:
            self._connection = app.connection_for_write()
        return self._connection

    def hang_up(self) -> None:
        """The next use connects anew."""
        connection, self._connection, self._producer = self._connection, None, None
        if connection is not None:
            with suppress(Exception):  # it is broken: its good-bye may fail as well
                connection.collect(socket_timeout=0.1)
