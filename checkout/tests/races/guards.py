"""Takes one guard out, for the length of a `with`: a race that is then not lost would prove nothing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from unittest.mock import patch

from django.db import connection
from django.db.models import Model, QuerySet

from checkout.models import Order

MOVE = """
CREATE OR REPLACE FUNCTION catalog_move_stock(variants bigint[], on_hand_by int[], reserved_by int[], why text)
RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    piece record;
    seen record;
BEGIN
    FOR piece IN SELECT * FROM unnest(variants, on_hand_by, reserved_by) AS pieces(variant, on_hand, reserved) LOOP
        {move}
    END LOOP;
    RETURN '{{}}';
END $$
"""
WITHOUT_CONDITION = """
UPDATE catalog_stock s SET on_hand = s.on_hand + piece.on_hand, reserved = s.reserved + piece.reserved
WHERE s.variant_id = piece.variant;
"""
READ_THEN_WRITE = """
SELECT * INTO seen FROM catalog_stock s WHERE s.variant_id = piece.variant;
IF seen.on_hand + piece.on_hand < seen.reserved + piece.reserved THEN RETURN variants; END IF;
PERFORM pg_sleep(0.02);
UPDATE catalog_stock SET on_hand = seen.on_hand + piece.on_hand, reserved = seen.reserved + piece.reserved
WHERE variant_id = piece.variant;
"""
IN_ANY_ORDER = WITHOUT_CONDITION + "PERFORM pg_sleep(0.05);"


@contextmanager
def moving_stock_by(sql: str) -> Iterator[None]:
    """In place of catalog_move_stock's own statements."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('catalog_move_stock'::regproc)")
        kept = cursor.fetchone()[0]
        cursor.execute(MOVE.format(move=sql))
        try:
            yield
        finally:
            cursor.execute(kept)


@contextmanager
def without_constraint(table: str, name: str, undo: str) -> Iterator[None]:
    """`undo` makes it again. NOT VALID: what the test has done without it stays until its tables are emptied."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        try:
            yield
        finally:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {undo}")


@contextmanager
def without_row_locks(read_first: type[Model] = Order, parties: int = 2) -> Iterator[None]:
    """Rows are read for a change without being locked; all `parties` have read a `read_first` before any writes."""
    meeting, met = threading.Barrier(parties), threading.local()
    read = read_first.from_db.__func__

    def from_db(cls, *columns):
        record = read(cls, *columns)
        if not getattr(met, "before", False) and threading.current_thread() is not threading.main_thread():
            met.before = True
            with suppress(threading.BrokenBarrierError):
                meeting.wait(5)
        return record

    with (
        patch.object(QuerySet, "select_for_update", lambda rows, **_how: rows.all()),
        patch.object(read_first, "from_db", classmethod(from_db)),
    ):
        yield
