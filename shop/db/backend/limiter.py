"""With all replicas gone, their reads fall on the primary: a few at a time, so that it can still take orders."""

import threading
from contextlib import contextmanager, nullcontext

from django.conf import settings

from shop.db.faults import PrimaryBusy

WAIT_SECONDS = 3.0  # less than a visitor's patience, and far less than uWSGI's harakiri
_slots = threading.BoundedSemaphore(settings.FALLBACK_READS)


def fallback_read(why: str):
    """Holds one of this process' FALLBACK_READS slots for a read that a replica should have served."""
    return _slot() if why == "fallback" else nullcontext()


@contextmanager
def _slot():
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise PrimaryBusy(f"All replicas are gone and the primary had no time for this read in {WAIT_SECONDS:.0f} s.")
    try:
        yield
    finally:
        _slots.release()
