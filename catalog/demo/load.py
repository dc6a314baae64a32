"""The whole of `load_demo`: groundwork, hand-written products, generated ones up to the number asked for, pictures."""

import time
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection

from catalog.demo import blow_up
from catalog.demo.assortment import lines
from catalog.demo.groundwork import lay_groundwork
from catalog.demo.pictures.draw import draw_missing
from catalog.demo.shelve import last_number, shelve

MOST_PRODUCTS = 1_000_000
LOCK = 7_301_964  # any number, the same for all runs
WAIT_SECONDS = 20  # longer than a batch takes on a busy machine


class Busy(Exception):
    """Another load_demo is at work in this database."""


class Done(NamedTuple):
    products: int
    pictures: int


def load(products=None, *, pictures=True, progress):
    """Brings the shop to this many demo products (None: all hand-written ones); never takes any away."""
    wanted = len(lines()) if products is None else products
    with _alone():
        drawn = draw_missing(min(wanted, len(lines())), progress) if pictures else 0
        before = last_number()
        lay_groundwork()
        shelve(before + 1, min(wanted, len(lines())))
        blow_up.generate(max(before, len(lines())) + 1, wanted, progress)
        return Done(last_number() - before, drawn)


@contextmanager
def _alone():
    """Two at once would number different products alike."""
    with connection.cursor() as cursor:
        _lock(cursor)
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _lock(cursor):
    """Waits a little: after kill -9 the database still finishes the statement that it was at, and then lets go."""
    give_up_at = time.monotonic() + WAIT_SECONDS
    while True:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if cursor.fetchone()[0]:
            return
        if time.monotonic() >= give_up_at:
            raise Busy("Another load_demo is running in this database. Wait for it, or end it.")
        time.sleep(0.2)
