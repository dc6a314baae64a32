"""JSON lines, and JSON arrays of any length, record by record → (line, record or Refused)."""

import json

from catalog.imports.clean import check_characters
from catalog.imports.files import MAX_LINE_BYTES
from catalog.imports.records import Refused, Unreadable

_decoder = json.JSONDecoder()
SPACE = " \t\r\n"


def lines(source):
    """JSON lines: one object a line. A line that isn't one is refused alone."""
    for number, line in source.lines():
        if line is None:
            yield number, Refused(f"is longer than {MAX_LINE_BYTES >> 20} MB")
        elif line.strip():
            yield number, _record(line)


def _record(line):
    try:
        record = json.loads(line)
    except UnicodeDecodeError:
        return Refused("isn't UTF-8", "", line[:400].decode("utf-8", "backslashreplace"))
    except (ValueError, RecursionError) as error:
        return Refused(f"isn't JSON: {error}", "", line[:400].decode())
    return checked(record, b"\\u" in line)


def checked(record, has_escapes):
    """Refused when it isn't an object, or holds what JSON may and PostgreSQL may not: NUL, half a character."""
    if not isinstance(record, dict):
        return Refused("isn't a JSON object", "", str(record))
    if has_escapes:
        try:
            check_characters(_all_text(record))
        except Refused as refusal:
            return refusal
    return record


def _all_text(value):
    if isinstance(value, dict):
        return "".join(key + _all_text(part) for key, part in value.items())
    if isinstance(value, list):
        return "".join(map(_all_text, value))
    return value if isinstance(value, str) else ""


def array(source, key=None):
    """The objects of an array: the file itself, or what its top-level object holds under `key`.

    What follows a syntax error can't be read: Unreadable says where it is; what came before has been yielded.
    """
    text = _Window(source)
    if key is not None:
        _enter(text, key)
    if text.peek() != "[":
        raise Unreadable(f"{source.path} isn't a JSON array{f' under {key!r}' if key else ''}: line {text.line}.")
    text.take(1)
    while text.peek() != "]":
        line = text.line
        record = text.value()
        yield line, checked(record, "\\u" in text.raw)
        if text.peek() == ",":
            text.take(1)
        elif text.peek() != "]":
            raise text.broken("a comma or ] is missing")


def _enter(text, key):
    """Up to the value of `key` in the object at the top."""
    if text.peek() != "{":
        raise text.broken("the file doesn't begin with {")
    text.take(1)
    while text.peek() != "}":
        name = text.value()
        if text.peek() != ":":
            raise text.broken("a colon is missing")
        text.take(1)
        if name == key:
            return
        text.value()
        if text.peek() == ",":
            text.take(1)
    raise Unreadable(f"{text.source.path} has no {key!r} at the top.")


class _Window:
    """The part of the text that is being looked at."""

    def __init__(self, source):
        self.source, self.blocks = source, source.blocks()
        self.text, self.at, self.line, self.pending, self.raw = "", 0, 1, b"", ""

    def broken(self, why):
        return Unreadable(f"{self.source.path} isn't JSON at line {self.line}: {why}. What came before it was taken.")

    def more(self):
        """Reads a block on; false at the end of the file."""
        block = next(self.blocks, None)
        if block is None:
            return False
        block = self.pending + block
        whole = len(block)
        while whole and whole > len(block) - 4 and block[whole - 1] & 0xC0 == 0x80:
            whole -= 1  # never cut a character in two
        if whole and block[whole - 1] >= 0xC0:
            whole -= 1
        self.pending = block[whole:]
        try:
            self.text = self.text[self.at :] + block[:whole].decode()
        except UnicodeDecodeError:
            raise self.broken("bytes that aren't UTF-8") from None
        self.at = 0
        return True

    def peek(self):
        """The next character that isn't space."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in SPACE:
                self.take(1)
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                raise self.broken("the file breaks off")

    def take(self, count):
        self.line += self.text.count("\n", self.at, self.at + count)
        self.at += count

    def value(self):
        """The value that begins here. A whole one is known by what follows it, so a number is never cut in two."""
        self.peek()
        tried = 0
        while True:
            try:
                value, end = _decoder.raw_decode(self.text, self.at)
                if end < len(self.text):
                    self.raw = self.text[self.at : end]
                    self.take(end - self.at)
                    return value
            except (ValueError, RecursionError) as error:
                reason = str(error)
            else:
                reason = "the file breaks off"
            if len(self.text) - self.at > MAX_LINE_BYTES:
                raise self.broken(reason)
            # Reads as much again as was tried in vain, so that a long value is tried a few times only.
            tried = len(self.text) - self.at
            while len(self.text) - self.at < 2 * tried + 1:
                if not self.more():
                    raise self.broken(reason)
