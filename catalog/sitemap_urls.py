"""Included at the root; the same in every language."""

from django.urls import path

from catalog.views.sitemap import index, section

urlpatterns = [
    path("sitemap.xml", index, name="sitemap"),
    path("sitemap-<slug:name>.xml", section, name="sitemap_section"),
]
