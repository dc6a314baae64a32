"""`{% cached %}` and `{% cached_each %}`: fragments that are a function of their key, because they see nothing else.

    {% cached "card" product for FOREVER with when="lazy" %}…{% endcached %}
    {% cached_each products as product "card" for FOREVER with when=… %}…{% endcached_each %}

The first word names the fragment, the object is what it shows, the lifetime is one of settings.CACHE_TTL. The body is
rendered with the object and what `with` passes, and without anything else of the page: no request, no visitor, no
context processor. What is passed is part of the key; in `cached_each` its values are found for each object, with
`forloop.counter0` for its place. `leased` after the lifetime of a single one: one process makes it while others wait.
"""

import re

from django import template
from django.conf import settings
from django.template.base import token_kwargs
from django.utils.safestring import mark_safe
from django.utils.text import smart_split

from shop.caching.digest import digest
from shop.caching.fragments import Wanted, fragments, leased_fragment, object_name, page_variant

register = template.Library()
LIFETIME, PASSED = r" for (?P<ttl>[A-Z]+)", r"(?: with (?P<passed>.+))?"
ONE = re.compile(r'"(?P<name>[\w-]+)" (?P<thing>[\w.]+)' + LIFETIME + r"(?P<leased> leased)?" + PASSED)
EACH = re.compile(r'(?P<thing>[\w.]+) as (?P<own>\w+) "(?P<name>[\w-]+)"' + LIFETIME + PASSED)


@register.tag
def cached(parser, token):
    return CachedNode(parser, token, ONE)


@register.tag
def cached_each(parser, token):
    return CachedEachNode(parser, token, EACH)


class Fragment(template.Node):
    """What both tags share: the parsed tag, the key's common part, and rendering with nothing of the page."""

    def __init__(self, parser, token, grammar):
        tag, *words = token.split_contents()
        said = grammar.fullmatch(" ".join(words))
        if said is None or said["ttl"] not in settings.CACHE_TTL:
            raise template.TemplateSyntaxError(f"{{% {token.contents} %}}: see shop/templatetags/cached.py.")
        self.name, self.ttl = self.unique(said["name"], parser), said["ttl"]
        self.is_leased = bool(said.groupdict().get("leased"))
        self.own = said.groupdict().get("own") or said["thing"].rsplit(".", 1)[-1]
        self.thing = parser.compile_filter(said["thing"])
        self.passed = token_kwargs(list(smart_split(said["passed"] or "")), parser)
        self.nodelist = parser.parse((f"end{tag}",))
        parser.delete_first_token()
        self.made_of = ""

    def unique(self, name, parser) -> str:
        """The digest is the file's: within one, names tell fragments apart."""
        names = parser.__dict__.setdefault("names_of_fragments", set())
        if name in names:
            raise template.TemplateSyntaxError(f"Two fragments of one template are called {name}.")
        names.add(name)
        return name

    def common(self, context) -> str:
        """The part of the key that all objects share."""
        if not self.made_of:
            self.made_of = digest(self.origin, self.nodelist, context.template.engine)
        return f"{self.made_of}:{self.name}:{page_variant()}"

    def wanted(self, context, common: str, thing) -> Wanted:
        passed = {name: plain(name, value.resolve(context)) for name, value in self.passed.items()}
        said = ",".join(f"{name}={value!r}" for name, value in passed.items())
        name = f"{common}:{said}:{object_name(thing)}"
        return Wanted(name, lambda: self.render_alone(context.template, thing, passed))

    def render_alone(self, page, thing, passed) -> str:
        alone = template.Context({self.own: thing} | passed)
        alone.template = page
        with alone.render_context.push_state(page):
            return self.nodelist.render(alone)


def plain(name, value):
    """The value as the key can say it. Text marked safe is not: it is escaped again like any other."""
    if isinstance(value, str):
        return value + ""
    if value is None or isinstance(value, int):
        return value
    raise TypeError(f"{name}={value!r}: a fragment is passed text, whole numbers, yes or no; they are its key.")


class CachedNode(Fragment):
    def render(self, context):
        one = self.wanted(context, self.common(context), self.thing.resolve(context))
        return leased_fragment(one, self.ttl) if self.is_leased else fragments([one], self.ttl)[0]


class CachedEachNode(Fragment):
    def render(self, context):
        common = self.common(context)
        all_wanted = []
        for number, thing in enumerate(self.thing.resolve(context) or ()):
            with context.push(**{self.own: thing, "forloop": {"counter0": number, "counter": number + 1}}):
                all_wanted.append(self.wanted(context, common, thing))
        return mark_safe("".join(fragments(all_wanted, self.ttl)))
