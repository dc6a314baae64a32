"""Two-pass views. The first pass renders what all visitors share, sealed off from who asks; the second fills the holes.

A subclass says in `first_pass` what the page is, notes by `collect()` what it shows, and names its time to live:

    class ProductView(TwoPassView):
        policy = Shared("LONG")

        def first_pass(self, page, slug): ...
            return self.render(page, "catalog/show.html", context)
"""

import logging
import secrets
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpResponse
from django.template import loader
from django.utils.timezone import now as aware_now
from django.views import View
from django_statsd.clients import statsd

from shop.caching import flush, holes, versions
from shop.caching.anew import anew
from shop.caching.downstream import shared_headers
from shop.caching.hole_store import Fillings
from shop.caching.jitter import lifetime
from shop.caching.policy import Shared
from shop.caching.redis import CacheAway
from shop.caching.sealed import PersonalDataInSharedPage, SealedRequest
from shop.caching.shell import Shell
from shop.caching.tags import collecting
from shop.caching.timing import Made, ms_since
from shop.caching.variant import PageVariant
from shop.db.visit import at_least

logger = logging.getLogger(__name__)
WAIT_SECONDS, WAIT_STEP_SECONDS = 2.0, 0.02  # for whoever holds the lease; then it is built here, too
WITHOUT_REDIS_SECONDS = 2  # no versions to check by: what is stored must go by itself


class TwoPassView(View):
    policy: Shared
    http_method_names = ["get", "head", "options"]
    parameters: bool | tuple[str, ...] = False  # whether the query string means anything to this page, or which names
    first_pass: Callable[..., HttpResponse]  # (self, page, **what the URL says)

    def setup(self, request, *args, **kwargs):
        """`self.request` is sealed, too: there is no way round by the view."""
        super().setup(self.sealed(request), *args, **kwargs)  # type: ignore[arg-type]

    def get(self, request, **kwargs):
        page: Any = self.request
        flushes, started = flush.is_asked(request), time.perf_counter()
        fillings = None if holes.is_capable(request) else Fillings(request, page.variant)
        try:
            with anew() if flushes else nullcontext():
                shell, state = self.shell(page, kwargs, fillings, is_anew=flushes)
        except PersonalDataInSharedPage:
            if settings.SEAL_RAISES:
                raise
            logger.exception("served uncached")
            statsd.incr("page.unsealed")
            return self.unsealed(request, kwargs)
        statsd.incr(f"page.{state.split()[0]}")
        request.made = Made(state, shell, ms_since(started))
        response = self.second_pass(page, shell, fillings)
        request.made.holes_ms = ms_since(started) - request.made.page_ms
        if flushes:
            flush.finish(request, response)
        return response

    # --- the first pass ---

    def sealed(self, request) -> SealedRequest:
        query = (
            sorted(parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)) if self.parameters else []
        )
        known = self.parameters if isinstance(self.parameters, tuple) else None
        query = [(name, value) for name, value in query if (name in known if known else name != flush.PARAMETER)]
        return SealedRequest(
            request.path, urlencode(query), PageVariant.of_path(request.path_info), request.resolver_match
        )

    def shell(self, page: SealedRequest, kwargs, fillings: Fillings | None, is_anew: bool = False) -> tuple[Shell, str]:
        """The stored shell if it is valid, else (or if wanted anew) a new one. The second value says which and why."""
        key, token = self.key(page), secrets.token_hex(8)
        try:
            found = self.wait_for(key, token, fillings.keys if fillings else [])
        except CacheAway:
            with collecting() as collected:
                return self.build(page, kwargs, collected, WITHOUT_REDIS_SECONDS), "away"
        if is_anew:
            found = found._replace(state="flushed", packed=None, holes=[None] * len(found.holes))
        if fillings:
            fillings.found = found
        if found.packed is not None:
            try:
                return Shell.unpack(found.packed), "hit" if found.state == "fresh" else "stale"
            except ValueError:
                found = found._replace(state="garbage")
        return self.build_and_store(page, kwargs, key, token, found.fence), found.state

    @staticmethod
    def key(page: SealedRequest) -> str:
        return versions.key_of("page", str(page.variant), page.get_full_path())

    def wait_for(self, key: str, token: str, holes: list[str]) -> versions.Found:
        """What is stored, or the lease to build it."""
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            found = versions.look_up(key, token, time.time(), holes)
            if found.state == "fresh" or found.lease:
                return found._replace(packed=None) if found.lease else found
            if found.state == "expired" or time.monotonic() >= deadline:
                return found
            time.sleep(WAIT_STEP_SECONDS)

    def build_and_store(self, page, kwargs, key, token, fence) -> Shell:
        try:
            with at_least(fence + 1) as visit, collecting() as collected:
                position = visit.hold()
                shell = self.build(page, kwargs, collected, lifetime(self.policy.ttl))
            shell.position = position
            if shell.status != 200:
                versions.release(key, token)
            elif not versions.store(key, token, shell):
                shell.seconds = 0  # old before it was done: nor may Varnish keep it
        except CacheAway:
            shell.seconds = min(shell.seconds, WITHOUT_REDIS_SECONDS)
        except BaseException:
            with suppress(CacheAway):
                versions.release(key, token)
            raise
        return shell

    def build(self, page, kwargs, collected, seconds) -> Shell:
        made_at = time.time()
        response = self.first_pass(page, **kwargs)
        page.seal.check()
        runs, found = page.marks.cut(response.content)
        if collected.until is not None:
            seconds = max(min(seconds, (collected.until - aware_now()).total_seconds()), 0)
        headers = {name: value for name, value in response.items() if name in ("Content-Type", "Location")}
        tags, positions, status = collected.header(), collected.positions, response.status_code
        return Shell(runs, found, tags, 0, int(seconds), made_at, status, headers, positions)

    def render(self, page, template: str, context: dict) -> HttpResponse:
        """For first passes: the page's template, in an engine that knows no visitor (unless the seal is off)."""
        engine = "shell" if isinstance(page, SealedRequest) else "django"
        return HttpResponse(loader.get_template(template, using=engine).render(context, page))

    def unsealed(self, request, kwargs) -> HttpResponse:
        """The seal broke: the page as it is for this visitor alone, in no cache."""
        self.request = request
        response = self.first_pass(request, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    # --- the second pass ---

    def second_pass(self, page: SealedRequest, shell: Shell, fillings: Fillings | None) -> HttpResponse:
        """Without `fillings` Varnish fills the holes."""
        if fillings:
            body = shell.fill([fillings[name].runs[0] for name in shell.holes])
        else:
            body = shell.fill([holes.esi_include(name, page.variant) for name in shell.holes])
        response = HttpResponse(body, status=shell.status, headers=shell.headers)
        left = max(int(shell.made_at + shell.seconds - time.time()), 0)
        if shell.holes:
            response["Cache-Control"] = "private, no-cache"
            if not fillings:
                response["Surrogate-Control"] = f'content="ESI/1.0", max-age={left}'
        else:
            for name, value in shared_headers(shell.tags, left).items():
                response[name] = value
        if shell.tags:
            response["xkey"] = shell.tags
        return response
