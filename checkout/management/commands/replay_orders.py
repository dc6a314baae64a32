"""replay_orders FILE: a file of real invoices goes through the shop (checkout/replay, docs/checkout.md)."""

import sys
import time
from contextlib import ExitStack
from itertools import islice

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Sum

from catalog import consistency
from catalog.imports.files import Source
from catalog.imports.progress import Progress
from catalog.imports.records import Unreadable
from checkout.models import Order
from checkout.replay.invoices import read
from checkout.replay.run import DOMAIN, Replay
from checkout.replay.shelf import Shelf

ENOUGH = 1_000_000  # pieces of each: the largest invoice of the real file takes 80,995 of one


class Command(BaseCommand):
    help = (
        "Places and pays an order for each invoice of FILE (CSV, plain or gzip), and takes back what was cancelled. "
        "Exit code 1 when an order comes to another amount than its invoice, or stock does not add up afterwards."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--limit", type=int, help="so many invoices")
        parser.add_argument("--stock", type=int, default=ENOUGH, help="pieces of each variant that has no stock yet")
        parser.add_argument("--report", metavar="FILE.jsonl", help="all that was refused, with reasons")

    def handle(self, *args, **options):
        with ExitStack() as files:
            try:
                source = Source(options["file"])
                report = files.enter_context(open(options["report"], "w")) if options["report"] else None
                replay = Replay(Shelf(options["stock"]), report)
                seconds = self.run(replay, source, options["limit"])
            except (Unreadable, OSError) as error:
                raise CommandError(str(error)) from error
        self.tell(replay, seconds)
        if not self.adds_up(replay):
            sys.exit(1)

    def run(self, replay, source, limit) -> float:
        progress, began = Progress([source], self.stderr), time.monotonic()
        try:
            for invoice in islice(read(source), limit):
                replay.take(invoice)
                progress.add(source, 1)
        finally:
            progress.close()
        return time.monotonic() - began

    def tell(self, replay, seconds) -> None:
        counted, amounts = replay.counted, replay.amounts
        self.stdout.write(
            f"{counted['invoices']:,} invoices, {counted['cancellations']:,} of them cancellations: "
            f"{counted['orders']:,} orders of {counted['lines']:,} lines, {amounts['orders']:,} GBP; "
            f"{counted['rows given back']:,} rows came back, {amounts['given back']:,} GBP."
        )
        for (what, reason), count in replay.refused.most_common():
            self.stdout.write(f"  refused: {count:,} {what}: {reason}")
        self.stdout.write(f"{seconds:,.0f} s, {counted['orders'] / max(seconds, 0.001):,.1f} orders a second.")

    def adds_up(self, replay) -> bool:
        """The database is asked, not the run."""
        ours = Order.objects.filter(email__endswith=f"@{DOMAIN}")
        total = ours.aggregate(sum=Sum("total"))["sum"] or 0
        outcomes = [consistency.run(check, repair=False) for check in consistency.CHECKS if "stock" in check.name]
        amounts = replay.amounts
        missing = (
            amounts["invoices"]
            - amounts["orders"]
            + amounts["given back"]
            - sum(amount for name, amount in amounts.items() if name.startswith("refused"))
        )
        self.stdout.write(
            f"Orders in the database: {total:,} GBP. Orders that differ from their invoice: {len(replay.differing)}. "
            f"Neither taken nor refused: {missing:,.2f} GBP."
        )
        for outcome in outcomes:
            self.stdout.write(f"{outcome.check.name}: {outcome.looked_at:,} looked at, {outcome.wrong_count:,} wrong")
        return not (replay.differing or missing or any(outcome.wrong_count for outcome in outcomes))
