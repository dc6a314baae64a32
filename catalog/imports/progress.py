"""How far it is: a bar on a terminal, a line now and then elsewhere."""

import sys
import time

from tqdm import tqdm

SECONDS_BETWEEN_LINES = 10


class Progress:
    """By bytes of the files as they lie on disk; that is known from the start, unlike the number of rows."""

    def __init__(self, sources, stream=sys.stderr):
        self.sources, self.stream, self.taken = sources, stream, 0
        self.started = self.told = time.monotonic()
        total = sum(source.bytes_total for source in sources)
        self.bar = tqdm(total=total, unit="B", unit_scale=True, file=stream) if stream.isatty() else None

    def add(self, source, count):
        self.taken += count
        done = sum(source.bytes_read for source in self.sources)
        if self.bar is not None:
            self.bar.set_description(source.name)
            self.bar.set_postfix(rows=self.taken)
            self.bar.update(done - self.bar.n)
        elif time.monotonic() - self.told >= SECONDS_BETWEEN_LINES:
            self.told = time.monotonic()
            rate = self.taken / (self.told - self.started)
            self.stream.write(f"{source.name}: {self.taken:,} rows, {rate:,.0f} a second\n")

    def close(self):
        if self.bar is not None:
            self.bar.close()
