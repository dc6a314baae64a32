"""Addresses that staff type: only what this shop's own URLs answer."""

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

OUR_PATH = re.compile(
    r"/(?!/)[!-\[\]-~]{0,2000}"
)  # as a browser sends it: no space, no backslash, nothing beyond ASCII


def ours(text: str) -> tuple[str, ResolverMatch]:
    """Path and query, and whose they are. ValidationError for anything else."""
    url = iri_to_uri(text.strip().removeprefix(settings.SITE_URL)).partition("#")[0] or "/"
    path = unquote(urlsplit(url).path, errors="replace") if OUR_PATH.fullmatch(url) else ""
    if not path or "\0" in path or "\ufffd" in path:
        raise ValidationError(_("A path of this shop begins with one slash: /p/oak-lamp/"))
    try:
        with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
            return url, resolve(path)
    except Resolver404:
        raise ValidationError(_("No page of this shop has the address %(path)s") % {"path": path[:100]}) from None
