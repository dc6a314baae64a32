"""Addresses of pages begin with their language (`/de/…`), if it is one of settings.LANGUAGES and not the default.

Mails and invoices speak more languages than there are pages in (locale/): what they link is then in the default one.
Django's own `i18n_patterns` would make it `/de/…` in a German mail, which is no page.
"""

from django.conf import settings
from django.urls import URLResolver
from django.urls.resolvers import LocalePrefixPattern


class OurPrefix(LocalePrefixPattern):
    @property
    def language_prefix(self):
        prefix = super().language_prefix
        return prefix if not prefix or prefix[:-1] in dict(settings.LANGUAGES) else ""


def by_language(*patterns):
    return [URLResolver(OurPrefix(prefix_default_language=False), list(patterns))]
