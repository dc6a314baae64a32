"""Files as they come: plain or gzip, any size, in bounded memory."""

import codecs
import gzip
import hashlib
import zlib
from pathlib import Path

from catalog.imports.records import Unreadable

GZIP_MAGIC = b"\x1f\x8b"
BLOCK_BYTES = 1 << 16
MAX_LINE_BYTES = 8 << 20  # a line of a text format; more is an unclosed quote, or a bomb


class Source:
    """One file to read. `lines()` yields (number, bytes or None): None stands for a line too long to be read."""

    def __init__(self, path):
        self.path = Path(path)
        self.name = self.path.name
        self.bytes_read = 0  # of the file as it lies there: what a progress bar counts
        try:
            self.bytes_total = self.path.stat().st_size
            if not self.path.is_file():
                raise Unreadable(f"{self.path} isn't a file.")
            with self.path.open("rb") as file:
                start = file.read(4)
        except OSError as error:
            raise Unreadable(f"{self.path} can't be read: {error.strerror}.") from error
        self.is_gzip = start.startswith(GZIP_MAGIC)
        if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise Unreadable(f"{self.path} is UTF-16. Save it as UTF-8 and import it again.")

    def digest(self, *options):
        """Of the content and of what else decides how it is taken."""
        found = hashlib.sha256(repr(options).encode())
        with self.path.open("rb") as file:
            while block := file.read(1 << 20):
                found.update(block)
        return found.hexdigest()

    def blocks(self):
        """The unpacked content, block by block; without a byte order mark."""
        with self.path.open("rb") as raw:
            opened, first = gzip.GzipFile(fileobj=raw) if self.is_gzip else raw, True
            while True:
                try:
                    block = opened.read(BLOCK_BYTES)
                except (EOFError, zlib.error, OSError) as error:
                    raise Unreadable(f"{self.path} breaks off or is damaged: {error}.") from error
                self.bytes_read = raw.tell()
                if not block:
                    return
                yield block.removeprefix(codecs.BOM_UTF8) if first else block
                first = False

    def lines(self):
        """Every line with its end, numbered from 1; a byte order mark is left out. "\\n" alone ends a line."""
        number, rest, too_long = 0, b"", False
        for block in self.blocks():
            *whole, last = (rest + block if rest else block).split(b"\n")
            for line in whole:
                number += 1
                yield number, None if too_long or len(line) > MAX_LINE_BYTES else line + b"\n"
                too_long = False
            rest = last
            if len(rest) > MAX_LINE_BYTES:
                rest, too_long = b"", True
        if rest or too_long:
            yield number + 1, None if too_long else rest
