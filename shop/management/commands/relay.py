"""The outbox relay: what the database has changed, no cache keeps; what it has asked for, a worker gets."""

import signal

from django.core.management.base import BaseCommand

from shop.outbox.refresh import Refresher
from shop.outbox.relay import Relay
from shop.tasks.publisher import Publisher


class Command(BaseCommand):
    help = (
        "Tells Redis, every Varnish node and the CDN what has changed, asks for the hottest pages anew, and hands "
        "tasks to the workers, until it is stopped. One runs; a second does no harm."
    )

    def handle(self, *args, **options):
        stopped = []
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: stopped.append(True))
        refresher = Refresher()
        refresher.start()
        Publisher().start()
        Relay(told=refresher.want).run(until=lambda: stopped)
