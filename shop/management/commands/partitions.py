"""`manage.py partitions`: makes the coming months, drops what RETENTION_MONTHS lets go, shows what is there.

--show   changes nothing; exit code 1 when a month ahead is missing
"""

from django.conf import settings
from django.core.management.base import BaseCommand

from shop.db.partitions import AHEAD_MONTHS, Partitioned, drop_past, make_ahead, month_at, months_of, partitioned


class Command(BaseCommand):
    help = "Makes partitions ahead, drops months past their retention, and shows all."

    def add_arguments(self, parser):
        parser.add_argument("--show", action="store_true", help="change nothing; exit code 1 when one ahead is missing")

    def handle(self, *args, **options):
        tables = partitioned()
        if not options["show"]:
            for table in tables:
                self.keep(table)
        for table in tables:
            self.show(table)
        if any(
            len([month for month in months_of(t.table) if month.until > month_at(1)]) < AHEAD_MONTHS for t in tables
        ):
            raise SystemExit(1)

    def keep(self, table: Partitioned) -> None:
        for name in make_ahead(table):
            self.stdout.write(f"made {name}")
        if (months := settings.RETENTION_MONTHS.get(table.table)) is not None:
            for name in drop_past(table, months):
                self.stdout.write(f"dropped {name}, older than {months} months")

    def show(self, table: Partitioned) -> None:
        months = settings.RETENTION_MONTHS.get(table.table)
        kept = "kept for ever" if months is None else f"kept for {months} months"
        self.stdout.write(f"{table.table}: by {table.column}, {kept}; what fits no month goes to {table.rest}")
        for month in months_of(table.table):
            rows = "not counted yet" if month.rows < 0 else f"{month.rows} rows"
            self.stdout.write(f"  {month.name}  {rows}, {month.size_bytes // 1024} kB")
