"""CSV and TSV → (line, {column: cell}), or (line, Refused) for a row that can't be read."""

import csv

from catalog.imports.clean import check_characters
from catalog.imports.files import MAX_LINE_BYTES
from catalog.imports.records import Refused, Unreadable

MAX_FIELD = (
    1 << 20
)  # characters; more is a quote that was never closed, and the next row begins where the limit was met
TOO_LONG = f"is longer than {MAX_LINE_BYTES >> 20} MB: a quote that is never closed?"


def rows(source, delimiter=",", header=None):
    """Cells by column name; `header` names them by position where the file has no header line.

    Quoted line breaks, CRLF and a byte order mark are normal. A row must have as many cells as the header, save for
    empty ones at its end.
    """
    csv.field_size_limit(MAX_FIELD)
    lines = _Lines(source)
    reader = csv.reader(lines, delimiter=delimiter)
    names = list(header) if header else None
    while True:
        before = lines.number
        lines.row_bytes = 0
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            lines.refused = None
            yield before + 1, Refused(f"can't be read as CSV: {error}")
            continue
        line = before + 1
        if lines.refused:
            reason, lines.refused = lines.refused, None
            yield line, Refused(reason)
        elif not any(cells):
            continue
        elif names is None:
            names = _header(source, cells)
        else:
            yield line, _row(names, cells)
    if names is None:
        raise Unreadable(f"{source.path} is empty: not even a header line.")


def columns(source, delimiter=","):
    """The names in the header line."""
    for number, line in source.lines():
        if line is None or number > 20:
            break
        if line.strip():
            try:
                cells = next(csv.reader([line.decode("utf-8", "surrogateescape")], delimiter=delimiter))
            except csv.Error as error:
                raise Unreadable(f"{source.path} isn't CSV: {error}") from None
            return _header(source, cells)
    raise Unreadable(f"{source.path} has no header line.")


class _Lines:
    """Text lines for csv.reader, which wants them without gaps; remembers what was wrong with one."""

    def __init__(self, source):
        self.source, self.number, self.refused = source.lines(), 0, None
        self.row_bytes = 0  # of the row being read: quoted line breaks can make it as long as the file

    def __iter__(self):
        return self

    def __next__(self):
        self.number, line = next(self.source)
        if line is None:
            self.refused = TOO_LONG
            return "too long\n"
        self.row_bytes += len(line)
        if self.row_bytes > MAX_LINE_BYTES:
            raise csv.Error(f"the row {TOO_LONG}")
        return line.decode("utf-8", "surrogateescape")


def _header(source, cells):
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    doubled = {name for name in names if name and names.count(name) > 1}
    if not names or doubled:
        raise Unreadable(f"{source.path} has no usable header line: {', '.join(sorted(doubled)) or 'empty'} twice.")
    return names


def _row(names, cells):
    if len(cells) != len(names):
        if len(cells) < len(names) or any(cells[len(names) :]):
            return Refused(f"has {len(cells)} cells where the header has {len(names)}", "", ",".join(cells))
        cells = cells[: len(names)]
    row = dict(zip(names, cells, strict=True))
    whole = "".join(cells)
    if not whole.isascii() or "\x00" in whole:
        try:
            for name, cell in row.items():
                check_characters(cell, name)
        except Refused as refusal:
            return refusal
    return row
