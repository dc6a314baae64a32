"""The outbox relay: what the database has changed, no cache keeps."""

import signal

from django.core.management.base import BaseCommand

from shop.outbox.refresh import Refresher
from shop.outbox.relay import Relay


class Command(BaseCommand):
    help = (
        "Tells Redis, every Varnish node and the CDN what has changed and asks for the hottest pages anew, until it is "
        "stopped. One runs; a second does no harm."
    )

    def handle(self, *args, **options):
        stopped = []
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: stopped.append(True))
        refresher = Refresher()
        refresher.start()
        Relay(told=refresher.want).run(until=lambda: stopped)
