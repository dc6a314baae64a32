"""Which categories a row belongs in, by what a mapping says."""

import re

from catalog.imports.expression import BadMapping, column, compiled, template, text_of

SEPARATOR = " > "
KNOWN = {"path", "column", "separator", "paths", "rules", "default", "under"}


def compiled_categories(spec, nulls):
    """[categories] as a function row → list of tuples of names from the root.

    `path`: one path, a list of templates of which empty ones are left out. `column` with `separator`: the file's own
    paths, several parted by `paths`. `rules`: the first whose patterns all are found decides. `default` where all else
    says nothing, `under` stands before every path.
    """
    if strange := set(spec) - KNOWN:
        raise BadMapping(f"[categories] says {', '.join(sorted(strange))}; known are {', '.join(sorted(KNOWN))}.")
    readers = []
    if "path" in spec:
        readers.append(_by_path(spec["path"], nulls))
    if "column" in spec:
        readers.append(_by_column(spec, nulls))
    if "rules" in spec:
        readers.append(_by_rules(spec["rules"], nulls))
    default = [names(spec["default"])] if "default" in spec else []
    root = names(spec["under"]) if "under" in spec else ()

    def categories(row):
        for read in readers:
            if found := read(row):
                return [root + path for path in found]
        return [root + path for path in default]

    return categories


def names(path, separator=SEPARATOR):
    return tuple(name for part in path.split(separator.strip() or separator) if (name := " ".join(part.split())[:120]))


def _by_path(templates, nulls):
    fill = [template({"template": step}, nulls) for step in templates]

    def read(row):
        path = tuple(name for step in fill if (name := " ".join(text_of(step(row)).split())[:120]))
        return [path] if path else []

    return read


def _by_column(spec, nulls):
    get = compiled(spec["column"], "[categories] column", nulls)
    between, several = spec.get("separator", ">"), spec.get("paths")

    def read(row):
        value = get(row)
        found = value if isinstance(value, list) else text_of(value).split(several) if several else [text_of(value)]
        return [path for part in found if (path := names(text_of(part), between))]

    return read


def _by_rules(rules, nulls):
    tests = [_rule(rule, number, nulls) for number, rule in enumerate(rules, 1)]

    def read(row):
        seen = {}
        for conditions, path in tests:
            for name, get, search in conditions:
                text = seen.get(name)
                if text is None:
                    text = seen[name] = text_of(get(row)).lower()
                if not search(text):
                    break
            else:
                return [path]
        return []

    return read


def _rule(rule, number, nulls):
    """`then` is the path; every other key a column, and its value a pattern to find in the column's lower-case text."""
    where = f"rule {number} of [categories]"
    if not isinstance(rule.get("then"), str) or len(rule) < 2:
        raise BadMapping(f"{where} must say `then` and at least one column's pattern.")
    conditions = []
    for name, pattern in rule.items():
        if name == "then":
            continue
        if re.search(r"(?<!\\)[A-Z]", pattern):
            raise BadMapping(f"{where}: {pattern!r} has capitals, but is looked for in lower-case text.")
        try:
            conditions.append((name, column(name, nulls), re.compile(pattern).search))
        except re.error as error:
            raise BadMapping(f"{where}: {pattern!r} isn't a regular expression: {error}.") from None
    return conditions, names(rule["then"])
