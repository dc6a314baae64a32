"""The entries of an RSS or Atom feed, one at a time, at any length of the feed."""

from collections import deque
from xml.parsers import expat

from catalog.imports.clean import check_characters
from catalog.imports.records import Refused, Unreadable

ENTRY = {"item", "entry"}
MAX_CHARACTERS = 1 << 20  # of one entry
LISTS = {"additional_image_link", "product_detail", "product_highlight"}
DETAIL = ("section_name", "attribute_name", "attribute_value")


def entries(source):
    """(line, {name: text}); names without their prefix. A DOCTYPE is not accepted: entities can be made into bombs."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: reader.start(name, attributes, parser.CurrentLineNumber)
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        for block in source.blocks():
            parser.Parse(block, False)
            while reader.ready:
                yield reader.ready.popleft()
        parser.Parse(b"", True)
    except (expat.ExpatError, _Doctype) as error:
        while reader.ready:
            yield reader.ready.popleft()
        raise Unreadable(f"{source.path} isn't well-formed XML: {error}. What came before it was taken.") from None
    while reader.ready:
        yield reader.ready.popleft()
    if not reader.seen_any:
        raise Unreadable(f"{source.path} has no item and no entry: it isn't a Google Merchant feed.")


class _Doctype(Exception):
    pass


def _refuse_doctype(name, *rest):
    raise _Doctype("it has a DOCTYPE, which no feed needs")


class _Reader:
    def __init__(self):
        self.ready, self.path, self.seen_any = deque(), [], False
        self.row: dict[str, str] = {}
        self.is_inside = False
        self.line = self.characters = 0

    def start(self, name, attributes, line):
        name = name.rpartition(":")[2]
        if not self.is_inside:
            if name in ENTRY:
                self.row, self.path, self.line, self.characters = {}, [], line, 0
                self.is_inside = self.seen_any = True
            return
        self.path.append((name, []))
        if name == "link" and "href" in attributes:
            self.text(attributes["href"])

    def text(self, text):
        if self.is_inside and self.path:
            self.characters += len(text)
            if self.characters <= MAX_CHARACTERS:
                self.path[-1][1].append(text)

    def end(self, name):
        if not self.is_inside:
            return
        if self.path:
            self._field(*self.path.pop())
            return
        refused = f"is longer than {MAX_CHARACTERS >> 20} MB" if self.characters > MAX_CHARACTERS else ""
        row: object = Refused(refused) if refused else self.row
        if not refused:
            try:
                check_characters("".join(self.row.values()))
            except Refused as refusal:
                row = refusal
        self.ready.append((self.line, row))
        self.is_inside = False

    def _field(self, name, texts):
        value = "".join(texts).strip()
        if self.path and self.path[-1][0] == "product_detail":  # its three parts make one text "a:b:c"
            if name in DETAIL:
                self.path[-1][1].append(("" if name == DETAIL[0] else ":") + value.replace(",", "\\,"))
            return
        if self.path:
            return
        if name in LISTS:
            value = value if name == "product_detail" else value.replace(",", "\\,")
            self.row[name] = f"{self.row[name]},{value}" if name in self.row else value
        elif value or name not in self.row:
            self.row[name] = value
