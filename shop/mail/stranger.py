"""A mail's HTML in a page of ours: it may look as it likes, and do nothing."""

import re

from django.http import HttpResponse

# `sandbox`: an origin of its own, no script, no form, no way to the page around it; links open elsewhere, as ordinary
# pages. Nothing is fetched, so that who sent it does not learn who reads it. Only our own pages may frame it.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)


def framed(html: str) -> HttpResponse:
    """`html` as the answer that an iframe of ours shows."""
    opens_elsewhere = HEAD.sub(lambda head: f'{head[0]}<base target="_blank">', html, count=1)
    return HttpResponse(opens_elsewhere, headers={"Content-Security-Policy": POLICY, "X-Frame-Options": "SAMEORIGIN"})
