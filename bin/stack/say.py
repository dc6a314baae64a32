"""What the scripts say: short lines, with the time each step took."""

import sys
import time
from contextlib import contextmanager


def line(text: str) -> None:
    print(text, flush=True)


@contextmanager
def step(text: str):
    """Prints what is being done, and how long it took once it is done."""
    started = time.monotonic()
    print(f"  {text} …", end="", flush=True)
    try:
        yield
    except BaseException:
        print(f" failed after {time.monotonic() - started:.1f} s", flush=True)
        raise
    print(f" {time.monotonic() - started:.1f} s", flush=True)


def stop(text: str, code: int = 1):
    """Ends the script with one clear message on stderr."""
    print(text, file=sys.stderr, flush=True)
    raise SystemExit(code)
