"""The seal: what a first pass is given instead of the request, so that nothing personal is within its reach.

`SealedRequest` has the path, the normalised query and the page variant. Everything else of a request, and every name
that a template could know a visitor by, is a tripwire. What a tripwire has noted can't be taken back: Django's
`{% if %}` swallows exceptions, so the pass also fails at its end.
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.template.base import Node

from shop.caching.shell import Marks
from shop.caching.variant import PageVariant

# What context processors put into the templates of private pages.
PERSONAL_NAMES = ("user", "perms", "messages", "csrf_token", "csrf_input", "cart_badge")


class PersonalDataInSharedPage(RuntimeError):
    """A page that all visitors share has asked for something of one of them."""


@dataclass
class Seal:
    """Remembers the first touch of one pass."""

    broken_by: PersonalDataInSharedPage | None = None

    def breaks(self, what: str) -> PersonalDataInSharedPage:
        error = PersonalDataInSharedPage(
            f"{what} is one visitor's own, and this page is shared by all. {place()} "
            "Put it into a hole (shop/caching/holes.py)."
        )
        self.broken_by = self.broken_by or error
        return error

    def check(self) -> None:
        if self.broken_by is not None:
            raise self.broken_by


def place() -> str:
    """Which template and line is being rendered now, innermost first found; else which code of ours asks."""
    frame: FrameType | None = sys._getframe(2)
    code = ""
    while frame is not None:
        node: Any = frame.f_locals.get("self")
        if isinstance(node, Node) and node.token is not None:
            return f"Touched in template {node.origin.template_name!s}, line {node.token.lineno}."
        file = frame.f_code.co_filename
        if not code and file.startswith(str(settings.BASE_DIR)) and file != __file__:
            code = f"Touched in {Path(file).relative_to(settings.BASE_DIR)}, line {frame.f_lineno}."
        frame = frame.f_back
    return code


class Tripwire:
    """Whatever is done with it breaks the seal."""

    do_not_call_in_templates = False

    def __init__(self, seal: Seal, name: str):
        object.__setattr__(self, "_trip", lambda: seal.breaks(name))

    def _raise(self, *args, **kwargs):
        raise object.__getattribute__(self, "_trip")()

    def __getattribute__(self, name):
        if name in ("__class__", "_raise"):
            return object.__getattribute__(self, name)
        raise object.__getattribute__(self, "_trip")()

    __call__ = __str__ = __repr__ = __bool__ = __len__ = __iter__ = __getitem__ = __eq__ = __hash__ = __format__ = (
        _raise
    )
    __contains__ = __int__ = __float__ = __add__ = __radd__ = __lt__ = __gt__ = __le__ = __ge__ = __setattr__ = _raise


@dataclass
class SealedRequest:
    """All that a shared page may depend on."""

    path: str
    querystring: str
    variant: PageVariant
    resolver_match: object = None
    marks: Marks = field(default_factory=Marks)
    seal: Seal = field(default_factory=Seal)
    method: str = "GET"
    current_app: str | None = None  # asked by {% url %}

    def __post_init__(self):
        self.path_info = self.path
        self.GET = QueryDict(self.querystring)
        self.LANGUAGE_CODE = self.variant.language

    def __getattr__(self, name):
        if name.startswith("__"):  # copying and pickling ask for such
            raise AttributeError(name)
        raise self.seal.breaks(f"request.{name}")

    def get_full_path(self) -> str:
        return f"{self.path}?{self.querystring}" if self.querystring else self.path

    def build_absolute_uri(self, location: str | None = None) -> str:
        return settings.SITE_URL + (location or self.get_full_path())


def tripwires(page: SealedRequest) -> dict[str, Any]:
    """The context of a first pass: a name that is missing would only be empty; these speak up."""
    return {"request": page} | {name: Tripwire(page.seal, name) for name in PERSONAL_NAMES}
