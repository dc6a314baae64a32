"""The template language of deploy/ and varnish/: as little as the configs need.

`{{NAME}}` and `{{name.field}}` are replaced; whole lines `#for name in LIST`, `#if NAME`, `#unless NAME` … `#end`
repeat or leave out what lies between. All three begin with `#`, a comment in every format filled here, without the
space that our comments have. An unknown name is an error that says where.
"""

import re

DIRECTIVE = re.compile(r"^\s*#(for|if|unless|end)\b\s*(.*)$")
VALUE = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


class TemplateError(Exception):
    pass


def fill(text: str, values: dict, source: str = "template") -> str:
    """`text` with `values` filled in; `source` is named in errors."""
    lines = list(enumerate(text.splitlines(), start=1))
    out, rest = block(lines, values, source)
    if rest:
        raise TemplateError(f"{source}:{rest[0][0]}: #end without a beginning")
    return "\n".join(out) + "\n"


def block(lines, values, source):
    """Fills lines up to the #end of this block; returns (filled lines, lines from that #end on)."""
    out = []
    while lines:
        number, line = lines[0]
        match = DIRECTIVE.match(line)
        if not match:
            out.append(filled(line, values, f"{source}:{number}"))
            lines = lines[1:]
        elif match[1] == "end":
            return out, lines
        else:
            inner, lines = lines[1:], skip(lines[1:], f"{source}:{number}")
            for scope in scopes(match[1], match[2].strip(), values, f"{source}:{number}"):
                out += block(inner, scope, source)[0]
    return out, []


def skip(lines, where):
    """The lines after the #end that closes a block."""
    depth = 1
    for position, (_, line) in enumerate(lines):
        if match := DIRECTIVE.match(line):
            depth += -1 if match[1] == "end" else 1
            if depth == 0:
                return lines[position + 1 :]
    raise TemplateError(f"{where}: block without #end")


def scopes(kind, argument, values, where):
    """The values with which a block is filled, once for each time that it appears."""
    if kind == "for":
        name, _, listed = argument.partition(" in ")
        return [{**values, name.strip(): entry} for entry in lookup(listed.strip(), values, where)]
    wanted = bool(lookup(argument, values, where)) == (kind == "if")
    return [values] if wanted else []


def filled(line, values, where):
    return VALUE.sub(lambda match: str(lookup(match[1], values, where)), line)


def lookup(name, values, where):
    found = values
    for part in name.split("."):
        try:
            found = found[part]
        except (KeyError, TypeError):
            raise TemplateError(f"{where}: nothing is called {name}") from None
    return found
