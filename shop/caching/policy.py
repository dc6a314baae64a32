"""What may be cached, declared on the view.

`@public(seconds=60)` above a view (or in `urls.py` around `as_view()`) lets shared caches keep its answer to visitors
without a session for that long. Everything else is `private, no-store`.
"""

from dataclasses import dataclass
from functools import wraps

from django.conf import settings


@dataclass(frozen=True)
class Policy:
    """How long shared caches (Varnish, a CDN) and the browser may keep an answer, in seconds."""

    shared_seconds: int = 0
    browser_seconds: int = 0
    even_with_session: bool = False


PRIVATE = Policy()
CACHEABLE_STATUS = {200, 301, 404}


def public(seconds: int, *, browser_seconds: int = 0, even_with_session: bool = False):
    """View decorator; see Policy. `even_with_session` is for answers that never differ by visitor (feeds, robots)."""
    policy = Policy(seconds, browser_seconds, even_with_session)

    def decorate(view):
        @wraps(view)
        def with_policy(request, *args, **kwargs):
            response = view(request, *args, **kwargs)
            response.cache_policy = policy
            return response

        with_policy.cache_policy = policy  # type: ignore[attr-defined]
        return with_policy

    return decorate


def apply_policy(request, response, policy: Policy) -> None:
    """Writes Cache-Control; an answer that sets a cookie, or to a visitor with a session, stays private."""
    if response.has_header("Cache-Control"):
        return
    personal = settings.SESSION_COOKIE_NAME in request.COOKIES and not policy.even_with_session
    shareable = (
        policy.shared_seconds
        and request.method in {"GET", "HEAD"}
        and response.status_code in CACHEABLE_STATUS
        and not response.cookies
        and not personal
    )
    if shareable:
        response["Cache-Control"] = f"public, max-age={policy.browser_seconds}, s-maxage={policy.shared_seconds}"
    else:
        response["Cache-Control"] = "private, no-store"
