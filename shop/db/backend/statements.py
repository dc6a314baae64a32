"""Whether a statement writes. A cautious guess from its words: a read taken for a write costs a pin, no more.

A SELECT that calls a function which writes is not seen here; inside `atomic()` the commit is.
"""

import re

READS = {"SELECT", "SHOW", "SET", "SAVEPOINT", "RELEASE", "ROLLBACK", "EXPLAIN", "FETCH", "CLOSE", "DECLARE", "VALUES"}
# The first word behind blanks, parentheses and comments (the request's own, and those that a statement came with).
FIRST_WORD = re.compile(r"(?:[\s(]|/\*.*?\*/|--[^\n]*\n)*(\w*)", re.DOTALL)
CHANGES = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)


def writes(sql) -> bool:
    """`sql`: text, or psycopg2's composed SQL, which is taken to write."""
    if not isinstance(sql, str):
        return True
    first = FIRST_WORD.match(sql)
    assert first  # it matches the empty text, too
    word = first[1].upper()
    if word == "WITH":
        return CHANGES.search(sql, first.start(1)) is not None
    return word not in READS
