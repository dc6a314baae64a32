"""Cross-site request forgery, also for forms on cached pages.

A token in a form is a personal byte, so a page that all visitors share can't carry one. Views marked `@same_origin`
instead believe what the browser itself says: `Sec-Fetch-Site` (set by every current browser, not forgeable by a page)
or `Origin`. A client that sends neither must send Django's token, as must every unmarked view.
Source: OWASP CSRF cheat sheet, "Fetch Metadata headers" and "Verifying origin".
"""

from django.middleware.csrf import CsrfViewMiddleware

from shop.errors import csrf_failure


def same_origin(view):
    """Marks a view whose form stands on a cached page."""
    view.same_origin = True
    return view


class SameOriginMiddleware(CsrfViewMiddleware):
    def process_view(self, request, callback, callback_args, callback_kwargs):
        if getattr(callback, "same_origin", False) and request.method == "POST":
            verdict = is_same_origin(request)
            if verdict is not None:
                return None if verdict else csrf_failure(request)
        return super().process_view(request, callback, callback_args, callback_kwargs)


def is_same_origin(request) -> bool | None:
    """True or False by what the browser says; None when it says nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == f"{request.scheme}://{request.get_host()}"
    return None
