"""import_catalog FORMAT FILE…: real catalogues come in (docs/importing.md)."""

import sys

from django.conf import settings as django_settings
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from psycopg2 import Error as PostgresError

from catalog.imports import clean, formats, mapping
from catalog.imports.attribute_types import AttributeTypes
from catalog.imports.files import Source
from catalog.imports.formats import magento
from catalog.imports.media import Media
from catalog.imports.progress import Progress
from catalog.imports.records import Refused, Unreadable
from catalog.imports.run import Run
from catalog.models import Attribute
from catalog.settle import settle_after_load

ALL_TAKEN, FAILED, SOME_REFUSED = 0, 1, 3


class Command(BaseCommand):
    help = "Imports products from files. Exit code: 0 all taken, 3 some rows refused, 1 failed."

    def add_arguments(self, parser):
        parser.add_argument("format", choices=list(formats.READERS), metavar="FORMAT", help=", ".join(formats.READERS))
        parser.add_argument("files", nargs="+", metavar="FILE", help="plain or gzip")
        parser.add_argument("--mapping", help="for csv, jsonl, json: a TOML file, or one that ships (icecat, brickset)")
        parser.add_argument("--media", metavar="DIR", help="folder that pictures are taken from; none is ever fetched")
        parser.add_argument("--currency", help="of prices that name none (default: DEFAULT_CURRENCY)")
        parser.add_argument("--source", help="tells apart two shops of one format (default: the format or mapping)")
        parser.add_argument("--dry-run", action="store_true", help="read and check everything, write nothing")
        parser.add_argument(
            "--report", metavar="FILE.jsonl", help="every refused row: file, line, field, value, reason"
        )
        parser.add_argument(
            "--restart", action="store_true", help="from the top, even if a killed run could be resumed"
        )

    def handle(self, *args, **options):
        try:
            outcome = self._run(options)
        except Unreadable as error:
            self.stderr.write(f"{error}")
            sys.exit(FAILED)
        except (DatabaseError, PostgresError) as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            self.stderr.write(
                f"The database gave up: {reason}. Run the same command again; it goes on where it stopped."
            )
            sys.exit(FAILED)
        except KeyboardInterrupt:
            self.stderr.write("Stopped. Run the same command again; it goes on where it stopped.")
            sys.exit(FAILED)
        self._tell(outcome, options)
        sys.exit(SOME_REFUSED if outcome.refused else ALL_TAKEN)

    def _run(self, options):
        name = options["format"]
        sources = [Source(path) for path in options["files"]]
        if name == "magento":
            sources, left_out = magento.in_order(sources)
            if left_out:
                self.stderr.write(f"Left out, as they aren't the catalogue's: {', '.join(left_out)}.")
        settings, source, currencies = self._settings(name, options)
        run = Run(formats.READERS[name], sources, settings, source, currencies)
        run.media = Media(options["media"], options["dry_run"]) if options["media"] else None
        run.report_path, run.dry_run, run.restart = options["report"], options["dry_run"], options["restart"]
        run.progress = Progress(sources, self.stderr)
        try:
            run.go()
        finally:
            run.progress.close()
        if not run.dry_run:
            settle_after_load()
        return run.outcome

    def _settings(self, name, options):
        """(what readers know, Product.source, currencies that the files speak of)"""
        rules = None
        if name in formats.NEED_MAPPING:
            if not options["mapping"]:
                raise Unreadable(f"{name} needs --mapping: a TOML file that says which column is what.")
            rules = mapping.load(options["mapping"])
        elif options["mapping"]:
            raise Unreadable(f"{name} says itself what its columns are; --mapping is for csv, jsonl and json.")
        try:
            given = options["currency"] or (rules and rules.currency) or django_settings.DEFAULT_CURRENCY
            currency = clean.currency(given, "--currency")
        except Refused as refusal:
            raise Unreadable(f"--currency {refusal.value!r} {refusal.reason}.") from None
        kinds = AttributeTypes(Attribute.objects.values_list("code", "kind"))
        source = options["source"] or (rules.source if rules else name)
        currencies = {price[0] for price in rules.prices} if rules else {currency}
        return formats.Settings(currency, kinds, rules), source[:40], currencies

    def _tell(self, outcome, options):
        rate = (outcome.rows - outcome.skipped) / outcome.seconds if outcome.seconds else 0
        told = f"{outcome.rows:,} rows taken" if not options["dry_run"] else f"{outcome.rows:,} rows could be taken"
        told += f", {outcome.refused:,} refused, {outcome.notes:,} noted, {outcome.products_changed:,} products changed"
        told += f"; {outcome.seconds:.1f} s, {rate:,.0f} rows a second."
        if outcome.skipped:
            told += f" {outcome.skipped:,} of them were taken by a run that was stopped."
        self.stdout.write(told)
        if (outcome.refused or outcome.notes) and not options["report"]:
            self.stdout.write("With --report FILE.jsonl each of them is told with its line and reason.")
