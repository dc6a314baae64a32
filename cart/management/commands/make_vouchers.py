"""`manage.py make_vouchers PROMOTION N > codes.csv`: N new voucher codes of a promotion, as they are made."""

import csv

from django.core.management.base import BaseCommand, CommandError

from cart.models import Promotion
from cart.promotions.entered import CODE
from cart.promotions.make_vouchers import LENGTH, make_vouchers


class Command(BaseCommand):
    help = "Makes voucher codes and writes them as CSV. Interrupted, the codes written are good, and no others are."

    def add_arguments(self, parser):
        parser.add_argument("promotion", type=int, metavar="PROMOTION", help="its number, as the admin shows it")
        parser.add_argument("count", type=int, metavar="N")
        parser.add_argument(
            "--limit", type=int, default=1, help="orders that each is good for; 0: no limit (default 1)"
        )
        parser.add_argument("--prefix", default="", help="what each begins with: SPRING")

    def handle(self, promotion, count, limit, prefix, **options):
        found = Promotion.objects.filter(pk=promotion).first()
        if found is None:
            raise CommandError(f"There is no promotion {promotion}: look at its address in the admin.")
        if not found.needs_code:
            raise CommandError(f"“{found}” needs no voucher: everybody gets it. Tick “with a voucher alone” first.")
        if count < 1 or limit < 0:
            raise CommandError("N is 1 or more, --limit 0 or more.")
        prefix = prefix.strip().upper()
        if not CODE.fullmatch("-".join(filter(None, [prefix, "X" * (LENGTH + 1)]))):
            raise CommandError(f"“{prefix}” is no beginning of a code: A–Z, digits and hyphens, not too many.")
        rows = csv.writer(self.stdout, lineterminator="\n")
        rows.writerow(["code"])
        for code in make_vouchers(found, count, limit or None, prefix):
            rows.writerow([code])
