"""Leaving aside what is stored: to make a page anew (flush.py), or by the database alone (ops/trace.py, CACHE=off)."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

_asked: ContextVar[str] = ContextVar("anew", default="")


@contextmanager
def anew(*, alone: bool = False):
    """Inside, fragments and data are made, whatever is stored of them, and stored; if `alone`, not stored, either."""
    token = _asked.set("alone" if alone else "anew")
    try:
        yield
    finally:
        _asked.reset(token)


def is_asked() -> bool:
    """Nothing stored is to be read."""
    return bool(_asked.get()) or not settings.CACHE_ON


def is_alone() -> bool:
    """Nor is anything to be stored."""
    return _asked.get() == "alone" or not settings.CACHE_ON
