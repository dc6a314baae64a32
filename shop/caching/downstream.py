"""What caches in front of us are told about an answer that all visitors share, and that has no holes.

Varnish reads Surrogate-Control, and hears of changes; whoever else stands on the way to the visitor does not, and asks
again each time. A CDN that the relay tells (shop/outbox/cdn.py) may keep the answer as long as Varnish does.
"""

from django.conf import settings

FOR_VARNISH = ("Surrogate-Control", "xkey")
FOR_A_CDN = ("CDN-Cache-Control", "Surrogate-Key", "Cache-Tag")


def shared_headers(tags: str, seconds: int) -> dict[str, str]:
    """Fastly reads `s-maxage` and Surrogate-Key, Cloudflare CDN-Cache-Control and Cache-Tag."""
    headers = {"Cache-Control": "public, max-age=0", "Surrogate-Control": f"max-age={seconds}"}
    if settings.CDN == "none":
        return headers
    headers["CDN-Cache-Control"] = f"public, max-age={seconds}"  # also lets Surrogate-Key through (varnish/marks.vcl)
    if settings.CDN == "fastly":
        return headers | {"Cache-Control": f"public, max-age=0, s-maxage={seconds}", "Surrogate-Key": tags}
    return headers | {"Cache-Tag": tags.replace(" ", ",")}
