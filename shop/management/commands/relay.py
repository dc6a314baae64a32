"""The outbox relay: what the database has changed, no cache keeps."""

import signal

from django.core.management.base import BaseCommand

from shop.outbox.relay import Relay


class Command(BaseCommand):
    help = "Tells Redis and every Varnish node what has changed, until it is stopped. One runs; a second does no harm."

    def handle(self, *args, **options):
        stopped = []
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: stopped.append(True))
        Relay().run(until=lambda: stopped)
