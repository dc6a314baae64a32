"""Which attributes there are: those in the catalogue already, and those that the files bring."""

import re
from functools import lru_cache

from django.utils.text import slugify

from catalog.imports.records import AttributeType

SAME_CODE = {"colour": "color", "colours": "color", "colors": "color", "sizes": "size"}


class AttributeTypes:
    """Read by the loader, added to by the readers. A code keeps the kind it was first seen with."""

    def __init__(self, kinds):
        self.kinds = dict(kinds)  # of the attributes in the catalogue: code → kind
        self.new = {}

    def declare(self, code, name="", kind="text", **settings):
        """The code to keep a value of this kind under: another one where the code is known with another kind.

        `settings` are those of AttributeType; they count while the attribute is new.
        """
        code = code[:90]
        if self.kinds.setdefault(code, kind) != kind:
            code = f"{code}-{kind}"
            self.kinds.setdefault(code, kind)
        if code not in self.new:
            name = (name or name_of(code))[:120]
            self.new[code] = AttributeType(code, name, kind, **settings)
        return code

    def option(self, name):
        """The code of a variant's option, by the name it has in the file: "Colour" → color, a facet."""
        return self.declare(code_of(name), name.strip().capitalize() if name.islower() else name.strip(), is_facet=True)


@lru_cache(maxsize=20_000)
def code_of(name):
    """ "Ink type (black)" → ink-type-black."""
    code = slugify(name.replace("_", "-")).strip("-")
    return SAME_CODE.get(code, code)[:90] or "attribute"


def name_of(code):
    """For readers: `print_technology` → Print technology, `weight__with_stand_` → Weight (with stand)."""
    name = re.sub(r"__(.+?)_$", r" (\1)", code.strip()).replace("_", " ").replace("-", " ")
    name = " ".join(name.split())
    return name[:1].upper() + name[1:]
