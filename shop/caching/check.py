"""A system check: every URL declares its cache policy. Whole packages that are not ours are private by namespace."""

from django.core.checks import Error, register
from django.urls import URLResolver, get_resolver

from shop.caching.policy import policy_of

PRIVATE_NAMESPACES = {"admin", "djdt"}  # the admin; the debug toolbar


@register()
def every_url_declares_its_policy(app_configs=None, **kwargs):
    return [
        Error(
            f"{pattern} ({view}) declares no cache policy.",
            hint="Put @private, @public(seconds=…) above the view, or make it a TwoPassView with a policy.",
            id="shop.E001",
        )
        for pattern, view in undeclared(get_resolver().url_patterns)
    ]


def undeclared(patterns, before=""):
    for pattern in patterns:
        path = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            if pattern.namespace not in PRIVATE_NAMESPACES:
                yield from undeclared(pattern.url_patterns, path)
        elif policy_of(pattern.callback) is None:
            yield path, getattr(pattern.callback, "__qualname__", pattern.callback)
