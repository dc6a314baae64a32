"""What a fragment is made with, beside its object: its template, all that this includes, and the shop's own code.

A part of the fragment's key, so that a deploy never shows a card as yesterday's template drew it. The code counts as a
whole (tags, models and settings all have their say in a card): a deploy that touches any of it draws the cards anew.
"""

import hashlib
from collections.abc import Iterator
from functools import cache

import django
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import TemplateSyntaxError
from django.template.base import Node, NodeList
from django.template.defaulttags import CsrfTokenNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode

PACKAGES = ("accounts", "cart", "catalog", "checkout", "locale", "settings", "shop")
SHOWN_SETTINGS = ("DEFAULT_CURRENCY", "MEDIA_URL", "SITE_NAME", "SITE_URL", "STATIC_URL", "USE_TZ", "TIME_ZONE")


def digest(origin, nodelist: NodeList, engine) -> str:
    """Of a tag's own template file, of every template its body leads to, and of the code. 12 characters.

    Raises TemplateSyntaxError where that can't be known: a template named by a variable, a block, a form's token.
    """
    if origin.loader is None:
        raise TemplateSyntaxError(f"{origin}: a cached fragment must stand in a file.")
    sources = {origin.template_name: origin.loader.get_contents(origin)}
    for name in _included(nodelist):
        _collect(name, engine, sources)
    text = repr((code_digest(), sorted(sources.items())))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _collect(name: str, engine, sources: dict[str, str]) -> None:
    if name not in sources:
        template = engine.get_template(name)
        sources[name] = template.source
        for further in _included(template.nodelist):
            _collect(further, engine, sources)


def _included(nodelist: NodeList) -> Iterator[str]:
    for node in nodelist.get_nodes_by_type(Node):
        if isinstance(node, CsrfTokenNode | BlockNode):
            raise TemplateSyntaxError(f"{node} can't stand in a cached fragment.")
        named = _named_by(node)
        if named is not None:
            if not isinstance(named.var, str):
                raise TemplateSyntaxError(f"{node}: a cached fragment names what it includes; {named} is a variable.")
            yield named.var


def _named_by(node: Node):
    if isinstance(node, IncludeNode):
        return node.template
    return node.parent_name if isinstance(node, ExtendsNode) else None


@cache
def code_digest() -> str:
    """Of the shop's own code, translations, static names and the settings that pages show. Once a process, 10 ms."""
    total = hashlib.sha256(repr([django.VERSION, *(getattr(settings, name) for name in SHOWN_SETTINGS)]).encode())
    total.update(getattr(staticfiles_storage, "manifest_hash", "").encode())
    for package in PACKAGES:
        for path in sorted((settings.BASE_DIR / package).rglob("*")):
            if path.suffix in {".py", ".mo"} and not {"tests", "migrations"} & set(path.parts):
                total.update(path.read_bytes())
    return total.hexdigest()
