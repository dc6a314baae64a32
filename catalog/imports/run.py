"""One import from its files to its end: read, load, remember how far, report."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone

from catalog.imports import batches as cutting
from catalog.imports import formats
from catalog.imports.load.dry_run import DryLoader
from catalog.imports.load.loader import Loader
from catalog.imports.media import Media
from catalog.imports.progress import Progress
from catalog.imports.refine import refined
from catalog.imports.report import Report
from catalog.imports.seen import Seen
from catalog.models import ImportRun


@dataclass
class Outcome:
    rows: int = 0  # records that the files hold, refused ones left out
    products_changed: int = 0
    refused: int = 0
    notes: int = 0
    seconds: float = 0.0
    skipped: int = 0  # rows that a killed run had committed


@dataclass
class Run:
    """`read` is the format's reader; `sources` are in the order to read them in."""

    read: Callable
    sources: list
    settings: formats.Settings
    source: str  # Product.source
    currencies: set
    media: Media | None = None
    report_path: str | None = None
    dry_run: bool = False
    restart: bool = False
    progress: Progress | None = None
    outcome: Outcome = field(default_factory=Outcome)

    def go(self):
        """Raises Unreadable when a file, or the rest of it, can't be read; what came before is kept."""
        started = time.monotonic()
        done = {source: self._rows_done(source) for source in self.sources}
        report = Report(self.report_path, resumed=any(done.values()))
        loader = (DryLoader if self.dry_run else Loader)(self.source, self.currencies, self.settings.types)
        try:
            seen = Seen()
            for source in self.sources:
                self._file(source, done[source], loader, report, seen)
        finally:
            report.close()
            self.outcome.refused, self.outcome.notes = report.refused, report.notes
            self.outcome.products_changed = loader.products_changed
            self.outcome.seconds = time.monotonic() - started

    def _file(self, source, rows_done, loader, report, seen):
        records = refined(self.read(source, self.settings), seen, source.name, self.media)
        loader.seen = seen
        finished = self.dry_run or self._is_finished(source)
        if not finished:
            ImportRun.objects.get_or_create(source=self.source, file_digest=source.file_digest)
        for batch in cutting.read_ahead(cutting.batches(records)):
            remarks = batch.remarks
            if batch.records and batch.rows_done > rows_done:
                after = None if finished else self._remember(source, batch.rows_done)
                remarks = sorted(remarks + loader.take(batch.records, after), key=lambda remark: remark.line)
            else:
                self.outcome.skipped += len(batch.records)
            report.add(source.name, remarks)
            self.outcome.rows += len(batch.records)
            if self.progress:
                self.progress.add(source, len(batch.records))
        if not finished:
            ImportRun.objects.filter(source=self.source, file_digest=source.file_digest).update(
                finished_at=timezone.now(), updated_at=timezone.now()
            )

    def _rows_done(self, source):
        """Where a killed run of this very file stopped. A finished one begins at the top: it compares all again."""
        mapping = self.settings.mapping
        source.file_digest = source.digest(self.settings.currency, mapping and mapping.text, cutting.MAX_RECORDS)
        if self.dry_run or self.restart:
            return 0
        run = ImportRun.objects.filter(source=self.source, file_digest=source.file_digest, finished_at=None).first()
        return run.rows_done if run else 0

    def _is_finished(self, source):
        return ImportRun.objects.filter(
            source=self.source, file_digest=source.file_digest, finished_at__isnull=False
        ).exists()

    def _remember(self, source, rows_done):
        def write(cursor):
            cursor.execute(
                "UPDATE catalog_importrun SET rows_done = %s, updated_at = now() "
                "WHERE source = %s AND file_digest = %s",
                (rows_done, self.source, source.file_digest),
            )

        return write
