"""What an error from psycopg2 means for the node and for the read that met it. Django's error has it as `__cause__`.

Seen with PostgreSQL 15 and psycopg2 2.9: a dying server gives OperationalError without a code, the next use of that
connection InterfaceError; now and then a bare DatabaseError without a code.
"""

from django.db import DatabaseError, InterfaceError, OperationalError

# Class 08: connection exceptions; 57P01-05: shut down, crashed, starting, database dropped, idle too long
# (PostgreSQL manual, appendix A).
SHUTTING = {"57P01", "57P02", "57P03", "57P04", "57P05"}
# A replica cancels a read that holds up replay; another replica, or a second later, would have answered.
CONFLICT = {"40001", "40P01"}
READ_ONLY = "25006"  # a write on what has become, or was always, a replica


class PrimaryAway(OperationalError):
    """No writable node is known: nothing can be saved until one is."""


class PrimaryBusy(OperationalError):
    """All replicas are gone, and as many reads as are allowed already run on the primary."""


def code_of(error: BaseException) -> str | None:
    return getattr(error.__cause__, "pgcode", None)


def is_lost(error: Exception) -> bool:
    """The connection is gone, or about to be."""
    if isinstance(error, PrimaryAway | PrimaryBusy):
        return False
    code = code_of(error)
    if code is None:
        return isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError
    return code.startswith("08") or code in SHUTTING


def is_conflict(error: Exception) -> bool:
    return code_of(error) in CONFLICT


def is_read_only(error: BaseException) -> bool:
    return code_of(error) == READ_ONLY
