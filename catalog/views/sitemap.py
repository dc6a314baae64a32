from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from catalog.sitemaps import addresses, sections
from shop.caching.pages import TwoPassView
from shop.caching.policy import Shared
from shop.caching.tags import collect

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


class SitemapView(TwoPassView):
    """Anyone may call; the same for all. One query."""

    policy = Shared("LONG")

    def first_pass(self, page):
        collect("lists", "menu")
        paths = (reverse("sitemap_section", args=[name]) for name in sections())
        return xml("sitemapindex", (f"<sitemap><loc>{location(path)}</loc></sitemap>" for path in paths))


class SitemapSectionView(TwoPassView):
    """Anyone may call; the same for all. One query, at most 10,000 products; 404 for an unknown section.

    Dates of single changes may be an hour old: a crawler comes once a day. What is listed is right at once.
    """

    policy = Shared("LONG")

    def first_pass(self, page, name: str):
        found = addresses(name)
        if found is None:
            raise Http404
        collect("lists", "found", "menu")
        return xml("urlset", (entry(path, changed) for path, changed in found))


def entry(path: str, changed) -> str:
    when = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<url><loc>{location(path)}</loc>{when}</url>"


def location(path: str) -> str:
    return escape(f"{settings.SITE_URL}{path}")


def xml(root: str, entries: Iterable[str]) -> HttpResponse:
    body = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<{root} {NAMESPACE}>", *entries, f"</{root}>", ""])
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
