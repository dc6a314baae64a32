"""`manage.py replicas`: the database nodes live, until Ctrl-C.

--once   one table; exit code 0 when there is a primary and every node is in rotation, else 1
--json   a JSON document a line, for machines
"""

import json
import logging
import os
import time

from django.core.management.base import BaseCommand

from shop.db.nodes import nodes
from shop.db.report import Report, Reporter, Row

EACH_SECONDS = 1.0
CLEAR = "\x1b[H\x1b[J"  # home, and erase to the end of the screen
WIDTHS = {
    "NODE": -10,
    "ROLE": -8,
    "ROTATION": -9,
    "POSITION": -14,
    "BEHIND": 8,
    "LAG": 8,
    "READS/S": 8,
    "SHARE": 6,
    "WRITES/S": 8,
}


class Command(BaseCommand):
    help = "Shows the database nodes: role, rotation, position, lag, connections, load. Live, or once with --once."
    requires_system_checks = []  # to be of use while the database is not

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="print once; exit code 1 unless all are in rotation")
        parser.add_argument("--json", action="store_true", help="a JSON document a line instead of a table")

    def handle(self, *args, **options):
        logging.getLogger("shop.db").setLevel(logging.ERROR)  # the table says it
        known = nodes()
        known.listen()
        reporter = Reporter(known)
        reporter.report()  # the counts that the first rates are told from
        try:
            while True:
                time.sleep(EACH_SECONDS)
                known.listen()
                report = reporter.report()
                self.show(report, options["json"], live=not options["once"])
                if options["once"]:
                    break
        except KeyboardInterrupt:
            return
        if not report.is_well:
            raise SystemExit(1)

    def show(self, report: Report, as_json: bool, live: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report.as_dict()))
        else:
            self.stdout.write((CLEAR if live and self.stdout.isatty() else "") + table(report))
        self.stdout.flush()


def table(report: Report) -> str:
    """At most 88 columns, but for a node's second line, which may be as long as its reason."""
    at = time.strftime("%H:%M:%S", time.localtime(report.at))
    head = f"{at}  Database nodes as this process sees them (pid {os.getpid()}; each has breakers of its own)"
    writes = f"Writes go to {report.primary}." if report.primary else "Nobody takes writes."
    lines = [head, writes, "", cells(WIDTHS)]
    for row in report.rows:
        lines += [cells(columns(row)), f"{'':11}{second_line(row)}"]
    return "\n".join(lines) + "\n"


def cells(texts) -> str:
    """Padded on the right where the width is negative, as in `%-10s`."""
    padded = (f"%{width}s" % text for text, width in zip(texts, WIDTHS.values(), strict=True))
    return " ".join(padded).rstrip()


def columns(row: Row) -> list[str]:
    return [
        row.name,
        row.role,
        rotation(row),
        row.position or "-",
        "-" if row.behind_bytes is None else size(row.behind_bytes),
        "-" if row.lag_seconds is None else f"{row.lag_seconds:.2f} s",
        "-" if row.reads_per_second is None else f"{row.reads_per_second:.0f}",
        "-" if row.share_of_reads is None else f"{row.share_of_reads * 100:.1f}%",
        "-" if row.writes_per_second is None else f"{row.writes_per_second:.0f}",
    ]


def rotation(row: Row) -> str:
    """`in`, else the breaker's state; `out` where the breaker has nothing against the node."""
    if row.in_rotation:
        return "in"
    return "out" if row.breaker == "closed" else row.breaker


def second_line(row: Row) -> str:
    parts = [row.address]
    if not row.may_write:
        parts.append("reads only")
    if row.connections is not None:
        parts.append(", ".join(f"{count} {state}" for state, count in row.connections.items()) or "no connections")
    elif not row.reason:
        parts.append("no answer")
    return " · ".join([*parts, row.reason] if row.reason else parts)


def size(count: int) -> str:
    """`640 B`, `12 kB`, `3 MB` …"""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000 or unit == "GB":
            return f"{count:.0f} {unit}"
        count = round(count / 1000)
    raise AssertionError
