"""Proves that what the database keeps is right: derived columns, listings, stock bands, addresses."""

import sys

from django.core.management.base import BaseCommand

from catalog.consistency import check_all


class Command(BaseCommand):
    help = (
        "Compares denormalised columns with what they are made of, in batches. Exit code 1 when something is wrong "
        "and was not repaired."
    )

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="make right what is wrong, a transaction a batch")

    def handle(self, *, repair, **options):
        left = 0
        for outcome in check_all(repair=repair):
            left += outcome.left
            self.stdout.write(self._line(outcome, repair))
        if left:
            self.stdout.write("Run check_consistency --repair." if not repair else "Some could not be repaired.")
            sys.exit(1)

    def _line(self, outcome, repair):
        name, looked_at = outcome.check.name, f"{outcome.looked_at:,}"
        if not outcome.wrong_count:
            return f"{name}: {looked_at} right"
        ids = ", ".join(map(str, outcome.wrong)) + (" …" if outcome.wrong_count > len(outcome.wrong) else "")
        repaired = f", {outcome.wrong_count - outcome.left:,} repaired" if repair else ""
        return f"{name}: {outcome.wrong_count:,} of {looked_at} wrong{repaired} (ids {ids})"
