"""The attributes that a mapping finds in a row."""

from fnmatch import fnmatchcase
from math import isfinite

from catalog.imports import clean
from catalog.imports.attribute_types import code_of, name_of
from catalog.imports.expression import text_of
from catalog.imports.records import Refused

MAX_VALUE = 4000  # characters of one attribute's text


class MappedAttributes:
    def __init__(self, mapping, types):
        self.types, self.nothing = types, mapping.nulls | {""}
        self.prefixes = [(kind, prefix) for kind, prefix in mapping.attribute_prefixes.items() if kind != "leave_out"]
        self.leave_out = mapping.attribute_prefixes.get("leave_out", [])
        self.pairs = mapping.attribute_pairs
        self.named = [(value, _declared(settings, types), settings.get("kind", "text"))
                      for value, settings, column in mapping.attributes]  # fmt: skip
        # By prefix too: a column that is an attribute by name already isn't one by its prefix as well.
        self.by_column = {column: None for _, _, column in mapping.attributes}

    def of(self, row):
        """Values by code. A value that isn't of its attribute's kind is Refused for named ones, left out for others."""
        found = {}
        for value, code, kind in self.named:
            if (chosen := value(row)) is not None and (chosen := _value(chosen, kind, code)) is not None:
                found[code] = chosen
        if self.prefixes:
            self._prefixed(row, found)
        for spec in self.pairs:
            self._paired(row, spec, found)
        return found

    def _prefixed(self, row, found):
        by_column = self.by_column
        for column, value in row.items():
            if column not in by_column:
                by_column[column] = self._by_prefix(column)
            if (
                (target := by_column[column]) is not None
                and value is not None
                and (value.__class__ is not str or value not in self.nothing)
            ):
                code, kind = target
                if (kept := _value(value, kind, code)) is not None:
                    found.setdefault(code, kept)

    def _by_prefix(self, column):
        """(code, kind) of a column like attr_n_weight; None for any other, and for those to leave out."""
        for kind, prefix in self.prefixes:
            name = column.removeprefix(prefix)
            if name != column and name and not any(fnmatchcase(name, pattern) for pattern in self.leave_out):
                return self.types.declare(code_of(name), name_of(name), kind), kind
        return None

    def _paired(self, row, spec, found):
        """Packed ones: "material=Wool,climate=Cool|Windy"."""
        for pair in text_of(row.get(spec["column"])).split(spec.get("between", ",")):
            name, equals, value = pair.partition(spec.get("equals", "="))
            if not equals or not value.strip() or name.strip() in spec.get("leave_out", ()):
                continue
            code = self.types.declare(
                code_of(name.strip()), name_of(name), is_facet=name.strip() in spec.get("facets", ())
            )
            parts = value.split(spec["list"]) if "list" in spec else [value]
            found[code] = _value(parts if len(parts) > 1 else parts[0], "text", code)


def _declared(settings, types):
    return types.declare(
        settings["code"],
        settings.get("name", ""),
        settings.get("kind", "text"),
        unit=settings.get("unit", ""),
        is_facet=settings.get("facet", False),
        position=settings.get("position", 100),
    )


def _value(value, kind, code):
    """Of the right kind, or None where there is nothing to keep."""
    if kind == "number":
        return _number(value, code)
    if kind == "boolean":
        return clean.yes_or_no(value, code)
    if isinstance(value, list):
        return [text for part in value if (text := clean.line_of_text(text_of(part), code, MAX_VALUE))] or None
    return clean.shorten(clean.line_of_text(text_of(value)), MAX_VALUE) or None


def _number(value, code):
    if isinstance(value, float | int) and not isinstance(value, bool):
        if not isfinite(value):
            raise Refused("isn't a number", code, str(value))
        return int(value) if value == int(value) else value
    number = clean.number(text_of(value), code)
    return int(number) if number == number.to_integral_value() else float(number)
