"""Tells a person how far a long step has come: a bar on a terminal, a line now and then elsewhere."""

import time

from tqdm import tqdm

LINE_EVERY_SECONDS = 10


class Progress:
    def __init__(self, out, quiet=False):
        self.out, self.quiet = out, quiet

    def over(self, what, steps, total):
        """Yields from `steps`, pairs of anything and how many units are done with it; `total` units in all."""
        if self.quiet:
            yield from (step for step, _ in steps)
        elif self.out.isatty():
            yield from self._bar(what, steps, total)
        else:
            yield from self._lines(what, steps, total)

    def _bar(self, what, steps, total):
        with tqdm(total=total, desc=what, unit="", unit_scale=True, file=self.out) as bar:
            for step, done in steps:
                yield step
                bar.update(done)

    def _lines(self, what, steps, total):
        started = told = time.monotonic()
        so_far = 0
        for step, done in steps:
            yield step
            so_far += done
            now = time.monotonic()
            if now - told >= LINE_EVERY_SECONDS or so_far == total:
                told = now
                self.out.write(f"{what}: {so_far:,} of {total:,} ({so_far / max(now - started, 0.001):,.0f}/s)")
