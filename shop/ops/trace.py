"""Where one address of the shop comes from now, layer by layer. Nothing that is stored changes by it.

Only what this shop's own URLs answer can be asked for, and only at its own nodes.
"""

import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import ResolverMatch
from django.utils import translation
from django.utils.translation import gettext as _

from shop.caching import fragments, holes, versions
from shop.caching.anew import anew
from shop.caching.hole_store import Fillings
from shop.caching.pages import TwoPassView
from shop.caching.peek import Peek, peek
from shop.caching.policy import policy_of
from shop.caching.redis import CacheAway
from shop.caching.sealed import PersonalDataInSharedPage
from shop.caching.shell import Shell
from shop.caching.tags import collecting
from shop.caching.timing import ms_since
from shop.db.visit import at_least
from shop.ops.address import ours
from shop.ops.recorder import recording
from shop.outbox import varnish


@dataclass
class Trace:
    """Times in ms. `edge`: what each Varnish node says. `now`: a first pass as the next miss would make it; `failed`:
    why there is none. `truth`: another, of what the database alone says.
    """

    url: str
    policy: object
    edge: list[dict] = field(default_factory=list)
    stored: Peek | None = None
    stored_ms: float = 0.0
    now: Shell | None = None
    truth: Shell | None = None
    now_ms: float = 0.0
    failed: str = ""
    queries: list[dict] = field(default_factory=list)
    pieces: fragments.Counts = field(default_factory=fragments.Counts)
    holes: list[dict] = field(default_factory=list)

    @property
    def is_stored_true(self) -> bool:
        return bool(self.stored and self.stored.shell and self.truth and self.stored.shell.runs == self.truth.runs)

    @property
    def is_now_true(self) -> bool:
        return bool(self.now and self.truth and self.now.runs == self.truth.runs)

    @property
    def stored_at(self) -> datetime | None:
        return datetime.fromtimestamp(self.stored.shell.made_at, UTC) if self.stored and self.stored.shell else None

    @property
    def by_node(self) -> list[tuple]:
        """(node, why, number, ms)."""
        count, ms = Counter(), Counter()
        for query in self.queries:
            who = query["node"], query["why"]
            count[who] += 1
            ms[who] += query["milliseconds"]
        return [(*who, number, ms[who]) for who, number in count.items()]


def trace(text: str, request) -> Trace:
    """`request` is the asking editor's: holes are shown as filled for them. ValidationError: no address of ours."""
    url, match = ours(text)
    found = Trace(url, policy_of(match.func), edge=[look(node, url) for node in varnish.nodes()])
    view_class = getattr(match.func, "view_class", None)
    if view_class and issubclass(view_class, TwoPassView):
        trace_page(found, view_class(), match, request)
    return found


def look(node: varnish.VarnishNode, url: str) -> dict:
    started = time.perf_counter()
    said = node.look(url)
    return {"node": node.address, "said": said and dict(said.items()), "ms": ms_since(started)}


def trace_page(found: Trace, view: TwoPassView, match: ResolverMatch, request) -> None:
    page = sealed(view, found.url, match)
    started = time.perf_counter()
    try:
        found.stored = peek(view.key(page))
    except CacheAway:
        found.stored = Peek("away")
    found.stored_ms = ms_since(started)
    make_now(found, view, page, match.kwargs)
    fillings, stored = Fillings(request, page.variant), {}
    with suppress(CacheAway):
        stored = dict(zip(fillings.names, versions.look_up_holes(fillings.keys, time.time()).holes, strict=True))
    for name in found.now.holes if found.now else ():
        started = time.perf_counter()
        size = len(holes.registry[name].render(request))
        found.holes.append({"name": name, "is_stored": bool(stored.get(name)), "bytes": size, "ms": ms_since(started)})


def sealed(view: TwoPassView, url: str, match: ResolverMatch):
    """What the view would see of a request for the URL."""
    asked, parts = HttpRequest(), urlsplit(url)
    asked.path = asked.path_info = unquote(parts.path)
    asked.META["QUERY_STRING"] = parts.query
    asked.method, asked.resolver_match = "GET", match
    view.setup(asked, **match.kwargs)
    return view.request


def make_now(found: Trace, view: TwoPassView, page, kwargs) -> None:
    """Two first passes, whose shells are stored nowhere."""
    fence = found.stored.fence if found.stored else 0
    found.pieces = fragments.begin_counting()
    started = time.perf_counter()
    try:
        with recording() as found.queries:
            found.now = made(view, page, kwargs, fence)
        found.now_ms = ms_since(started)
        fragments.begin_counting()  # what the next pass makes is not part of it
        with anew(alone=True):
            found.truth = made(view, sealed(view, found.url, page.resolver_match), kwargs, fence)
    except Http404:
        found.failed = _("404: there is nothing at this address; such an answer is not kept.")
    except PersonalDataInSharedPage as error:
        found.failed = str(error)


def made(view: TwoPassView, page, kwargs, fence: int) -> Shell:
    with at_least(fence + 1) as visit, collecting() as collected, translation.override(page.LANGUAGE_CODE):
        position = visit.hold()
        shell = view.build(page, kwargs, collected, settings.CACHE_TTL[view.policy.ttl])
    shell.position = position
    return shell
