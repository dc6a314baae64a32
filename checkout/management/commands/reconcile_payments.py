"""Compares payments here and at the providers, and repairs what differs."""

import sys
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime, parse_duration

from checkout.payments.reconcile import Finding, Report, reconcile

LEFT_FOR_STAFF, UNREACHABLE = 3, 1


class Command(BaseCommand):
    help = (
        "Compares payments here and at the providers; counts or refunds what was missed. Exit code 0: both sides agree "
        "now; 3: something is left for staff (docs/payments.md); 1: a provider did not answer."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--since", default="3 00:00:00", help='"2026-11-20", "2026-11-20T03:00Z" or "2 00:00:00" (days, hours)'
        )
        parser.add_argument("--report", action="store_true", help="change nothing")

    def handle(self, *, since, report, **options):
        found = reconcile(moment(since), repair=not report)
        self.table(found)
        if any(finding.what == "unreachable" for finding in found):
            sys.exit(UNREACHABLE)
        if found.left:
            sys.exit(LEFT_FOR_STAFF)

    def table(self, found: Report) -> None:
        rows = [("WHAT", "DONE", "ORDER", "PAYMENT", "NOTE"), *map(row, found)]
        widths = [max(len(cells[column]) for cells in rows) for column in range(4)]
        for cells in rows if found else ():
            start = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=False))
            self.stdout.write(f"{start}  {cells[4]}".rstrip())
        repaired = len(found) - len(found.left)
        self.stdout.write(f"{found.looked_at:,} looked at, {repaired:,} repaired, {len(found.left):,} left")


def row(finding: Finding) -> tuple[str, ...]:
    done = "repaired" if finding.repaired else "left"
    return (finding.what, done, finding.order, finding.payment, finding.note)


def moment(text: str) -> datetime:
    """Raises CommandError."""
    if (ago := parse_duration(text)) is not None:
        return timezone.now() - ago
    day = parse_date(text)
    when = parse_datetime(text) or (datetime(day.year, day.month, day.day) if day else None)
    if when is None:
        raise CommandError(f"--since {text!r}: give a date, a moment, or a duration such as '2 00:00:00'.")
    return when if timezone.is_aware(when) else timezone.make_aware(when)
