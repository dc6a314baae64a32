"""What was refused, and why: a JSON object a line, in the order of the files."""

import json
from dataclasses import asdict
from pathlib import Path

from catalog.imports.records import Unreadable


class Report:
    """Counts remarks, and writes each to the file if there is one.

    A resumed run keeps what the killed one had written: it doesn't try again what was committed, so it couldn't tell
    once more what the database side refused.
    """

    def __init__(self, path=None, resumed=False):
        self.refused = self.notes = 0
        self.written, self.file = set(), None
        if path is None:
            return
        try:
            if resumed and Path(path).is_file():
                self._keep(Path(path))
            self.file = Path(path).open("a" if self.written else "w", encoding="utf-8")  # noqa: SIM115 (open for the whole run)
        except OSError as error:
            raise Unreadable(f"The report {path} can't be written: {error.strerror}.") from error

    def _keep(self, path):
        whole = []
        for line in path.read_text().splitlines():
            try:
                told = json.loads(line)
            except ValueError:
                continue  # the killed run was in the middle of it
            self.written.add((told["file"], told["line"], told["field"], told["value"], told["reason"]))
            whole.append(line)
            self._count(told["refused"])
        path.write_text("".join(line + "\n" for line in whole))

    def add(self, file, remarks):
        for remark in remarks:
            key = (file, remark.line, remark.field, remark.value, remark.reason)
            if key in self.written:
                continue
            self._count(remark.refused)
            if self.file:
                self.file.write(json.dumps({"file": file} | asdict(remark), ensure_ascii=False) + "\n")
        if self.file:
            self.file.flush()

    def _count(self, refused):
        if refused:
            self.refused += 1
        else:
            self.notes += 1

    def close(self):
        if self.file:
            self.file.close()
