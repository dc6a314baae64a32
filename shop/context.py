"""What every template may use without asking."""

from django.conf import settings

from shop.caching.sealed import tripwires


def shop(request):
    return {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL}


def sealed(page):
    """For shared pages: the names by which templates know a visitor, each of which breaks the seal."""
    return tripwires(page)
