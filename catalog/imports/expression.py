"""What a mapping says of one field → a function of the row.

A text is the name of a column, or a path of names and numbers through nested JSON: "offers.0.price". A table says
more: column or columns (the first that isn't empty), constant, template ("{number}-{variant}"), multiply (product of
columns); then, in this order, pattern (what its group holds), words (replacements), split, and default.
"""

import re
from decimal import Decimal, InvalidOperation

from catalog.imports.records import Unreadable

SOURCES = {"column", "columns", "constant", "template", "multiply"}
STEPS = {"pattern", "words", "split", "default", "scale"}


class BadMapping(Unreadable):
    """A mapping says what can't be done; the message says where."""


def compiled(spec, where, nulls=frozenset()):
    """`spec` as a function row → value or None; `where` names the place in messages."""
    spec = {"column": spec} if isinstance(spec, str) else spec
    if not isinstance(spec, dict):
        raise BadMapping(f"{where} is {spec!r}; it must be a column's name or a table.")
    if strange := set(spec) - SOURCES - STEPS:
        raise BadMapping(f"{where} says {', '.join(sorted(strange))}; known are {', '.join(sorted(SOURCES | STEPS))}.")
    given = SOURCES & set(spec)
    if len(given) != 1:
        raise BadMapping(f"{where} must say one of {', '.join(sorted(SOURCES))}.")
    value = {
        "column": _column,
        "columns": _columns,
        "constant": _constant,
        "template": template,
        "multiply": _multiply,
    }[next(iter(given))](spec, nulls)
    for name, step in (("pattern", _pattern), ("words", _words), ("split", _split), ("default", _default)):
        if name in spec:
            value = step(value, spec[name], where)
    return value


def text_of(value):
    """A value of a row as text: true, 12 and not 12.0, lists joined."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return ", ".join(map(text_of, value))
    return str(value)


def column(path, nulls=frozenset()):
    steps = path.split(".") if "." in path else None

    def get(row):
        value = row.get(path)
        if value is None and steps:
            value = _walk(row, steps)
        if value is None or (value.__class__ is str and (not value or value in nulls)):
            return None
        return value

    return get


def _walk(value, steps):
    for step in steps:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _column(spec, nulls):
    return column(spec["column"], nulls)


def _columns(spec, nulls):
    getters = [column(path, nulls) for path in spec["columns"]]
    return lambda row: next((value for get in getters if (value := get(row)) is not None), None)


def _constant(spec, nulls):
    return lambda row, value=spec["constant"]: value


def template(spec, nulls):
    """Empty when a column in it is."""
    parts = re.split(r"\{([^}]+)\}", spec["template"])
    getters = [column(part, nulls) if index % 2 else None for index, part in enumerate(parts)]

    def fill(row):
        values = [get(row) if get else part for part, get in zip(parts, getters, strict=True)]
        return None if None in values else "".join(map(text_of, values))

    return fill


def _multiply(spec, nulls):
    getters, scale = [column(path, nulls) for path in spec["multiply"]], Decimal(str(spec.get("scale", 1)))

    def product(row):
        total = scale
        for get in getters:
            try:
                total *= Decimal(text_of(get(row)) or 0)
            except InvalidOperation:
                return None
        return int(total) if total.is_finite() else None

    return product


def _pattern(value, pattern, where):
    try:
        search = re.compile(pattern).search
    except re.error as error:
        raise BadMapping(f"{where}: pattern {pattern!r} isn't a regular expression: {error}.") from None

    def part(row):
        match = search(text_of(value(row)))
        return (match[1] if match.re.groups else match[0]) if match else None

    return part


def _words(value, words, where):
    return lambda row: words.get(text_of(found := value(row)), found)


def _split(value, separator, where):
    def parts(row):
        found = value(row)
        if found is None or isinstance(found, list):
            return found
        return [part.strip() for part in text_of(found).split(separator) if part.strip()]

    return parts


def _default(value, default, where):
    return lambda row: default if (found := value(row)) is None else found
