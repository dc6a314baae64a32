"""Included at the root; the same in every language."""

from django.urls import path

from catalog.views.sitemap import SitemapSectionView, SitemapView

urlpatterns = [
    path("sitemap.xml", SitemapView.as_view(), name="sitemap"),
    path("sitemap-<slug:name>.xml", SitemapSectionView.as_view(), name="sitemap_section"),
]
