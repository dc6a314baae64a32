"""The failsafe behind the web server: a thumbnail asked for before it was made."""

import logging

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from easy_thumbnails.alias import aliases as declared

from shop.caching.policy import public
from shop.thumbnails.make import NoThumbnail, make_thumbnail
from shop.thumbnails.roles import FORMATS

logger = logging.getLogger(__name__)
MONTH_SECONDS = 30 * 24 * 3600


@public(seconds=MONTH_SECONDS, browser_seconds=MONTH_SECONDS)
@require_safe
def thumbnail(request, alias: str, source: str, extension: str):
    """Anyone may call. Makes, stores and sends one thumbnail of an existing picture; 404 for anything else.

    Limits: declared sizes and formats, sources inside MEDIA_ROOT, MAX_SOURCE_BYTES and MAX_SOURCE_PIXELS. An upload
    never replaces a file of the same name (storage finds another), so caches may keep the answer.
    """
    if alias not in declared.all() or extension not in FORMATS:
        raise Http404
    try:
        content = make_thumbnail(source, alias, extension)
    except NoThumbnail as reason:
        logger.info("no thumbnail: %s", reason)
        raise Http404 from reason
    except SuspiciousOperation as escape:
        raise Http404 from escape
    return HttpResponse(content, content_type=FORMATS[extension])
