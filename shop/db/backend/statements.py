"""Whether a statement writes. A cautious guess from its words: a read taken for a write costs a pin, no more.

A SELECT that calls a function which writes is not seen here; inside `atomic()` the commit is.
"""

import re

READS = {"SELECT", "SHOW", "SET", "SAVEPOINT", "RELEASE", "ROLLBACK", "EXPLAIN", "FETCH", "CLOSE", "DECLARE", "VALUES"}
CHANGES = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)


def writes(sql) -> bool:
    """`sql`: text, or psycopg2's composed SQL, which is taken to write. A comment in front is passed over."""
    if not isinstance(sql, str):
        return True
    if sql.startswith("/*"):
        sql = sql[sql.find("*/") + 2 :]
    word = sql.lstrip(" \n\t(")[:10].split(None, 1)
    first = word[0].upper() if word else ""
    if first == "WITH":
        return CHANGES.search(sql) is not None
    return first not in READS
