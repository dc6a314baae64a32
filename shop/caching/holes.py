"""Holes: the small personal parts of a page that everybody shares.

A hole is declared once, by a class, and placed in a template by `{% hole "personal" %}`. Varnish fills it when its
request says that it can (ESI); else Django does, with the same bytes. On a private page it is rendered in place.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template import loader
from django.urls import reverse

from shop.caching.variant import PageVariant

registry: dict[str, "Hole"] = {}


class Hole:
    """`name`: lower case letters and `_`. `template`: one of the visitor's own, rendered with the whole request.

    `reads` names the tags of what it shows for this visitor, so that a change from elsewhere reaches it.
    """

    name: ClassVar[str]
    template: ClassVar[str]

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.name in registry:
            raise ImproperlyConfigured(f"Two holes are named {cls.name!r}.")
        registry[cls.name] = cls()

    def reads(self, request) -> list[str]:
        return []

    def context(self, request) -> dict[str, Any]:
        return {}

    def render(self, request) -> bytes:
        """The visitor's bytes."""
        return loader.get_template(self.template).render(self.context(request), request).strip().encode()


def esi_include(name: str, variant: PageVariant) -> bytes:
    return f'<esi:include src="{reverse("hole", args=[name, str(variant)])}"/>'.encode()


def is_capable(request) -> bool:
    """Whether Varnish stands before us and fills holes itself. It drops a visitor's own header of that name."""
    return settings.EDGE_FILLS_HOLES and "ESI/1.0" in request.headers.get("Surrogate-Capability", "")


def has_session(request) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES
