"""A transaction that does not wait long for rows that others hold: a buyer rather hears "try again"."""

from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from shop.db.faults import code_of

TOO_LATE = {"55P03", "57014", "40P01"}  # lock not available, statement cancelled by its timeout, deadlock
SET = "SELECT set_config('lock_timeout', %s, true), set_config('statement_timeout', %s, true)"


class Busy(OperationalError):
    """Others hold the rows for too long. The transaction is rolled back."""


@contextmanager
def impatient(seconds: float):
    """`transaction.atomic()`, whose statements wait at most `seconds` for each lock and run half a second longer.

    Raises Busy.
    """
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(SET, [f"{int(seconds * 1000)}ms", f"{int(seconds * 1000) + 500}ms"])
            yield
    except OperationalError as error:
        if code_of(error) in TOO_LATE:
            raise Busy(*error.args) from error
        raise
