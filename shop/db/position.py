"""A place in PostgreSQL's write-ahead log (LSN) as a whole number of bytes, which can be compared.

`16/B374D848` is two hexadecimal halves of 32 bits (PostgreSQL manual, 8.20 pg_lsn Type).
"""


def parse(lsn: str) -> int:
    """The number of `lsn`; ValueError for anything else."""
    high, low = lsn.split("/")
    return int(high, 16) << 32 | int(low, 16)


def text(position: int) -> str:
    return f"{position >> 32:X}/{position & 0xFFFFFFFF:X}"
