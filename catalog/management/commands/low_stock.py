"""What should be ordered anew, now: as CSV on standard output, or by mail to the staff who may change stock."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from catalog.low_stock import MOST, as_csv, low_stock, report


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--most", type=int, default=MOST, help="how many variants at the most (default: %(default)s)"
        )
        parser.add_argument("--mail", action="store_true", help="ask for the daily mail, again if there was one today")

    def handle(self, *, most, mail, **options):
        if mail:
            count = report(f"{timezone.now():%Y-%m-%d %H:%M:%S}")
            self.stdout.write(f"{count} mails asked for.")
        else:
            self.stdout.write(as_csv(low_stock(most)), ending="")
