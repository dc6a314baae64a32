"""What a run has met already, on disk beyond a few megabytes, so that memory stays flat at any number of rows."""

import json
import sqlite3


def _database():
    """A private file that SQLite makes, and removes with the connection or the process."""
    database = sqlite3.connect("", check_same_thread=False, isolation_level=None)
    database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8000; BEGIN;")
    return database


class Seen:
    """Identities and SKUs, and where each was met first."""

    def __init__(self):
        self.database = _database()
        self.database.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID")

    def earlier(self, kind, key, place):
        """Where this was met before; None, and remembers it, when this is the first time."""
        key = f"{kind}:{key}"
        if self.database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, place)).rowcount:
            return None
        return self.database.execute("SELECT place FROM seen WHERE key = ?", (key,)).fetchone()[0]

    def has(self, kind, key):
        return self.database.execute("SELECT 1 FROM seen WHERE key = ?", (f"{kind}:{key}",)).fetchone() is not None


class Waiting:
    """Rows that wait for others which may come anywhere in the file: variants for their product, and the reverse."""

    def __init__(self):
        self.database = _database()
        self.database.execute("CREATE TABLE waiting (number INTEGER PRIMARY KEY, key TEXT, line INTEGER, row TEXT)")
        self.database.execute("CREATE INDEX by_key ON waiting (key)")

    def put(self, key, line, row):
        self.database.execute("INSERT INTO waiting (key, line, row) VALUES (?, ?, ?)", (key, line, json.dumps(row)))

    def take(self, key):
        """The rows that wait under this key, in their order; they wait no longer."""
        found = self.database.execute("SELECT line, row FROM waiting WHERE key = ? ORDER BY number", (key,)).fetchall()
        self.database.execute("DELETE FROM waiting WHERE key = ?", (key,))
        return [(line, json.loads(row)) for line, row in found]

    def has(self, key):
        return self.database.execute("SELECT 1 FROM waiting WHERE key = ?", (key,)).fetchone() is not None

    def rest(self):
        """All that is left, in the order of the file: (key, line, row)."""
        number = -1
        query = "SELECT number, key, line, row FROM waiting WHERE number > ? ORDER BY number LIMIT 1"
        while found := self.database.execute(query, (number,)).fetchone():
            number, key, line, row = found
            yield key, line, json.loads(row)
