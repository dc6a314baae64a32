"""Every address of the shop. Pages stand below a language's prefix, none for the default language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.static import serve

from shop import pages
from shop.caching.hole_view import hole
from shop.caching.policy import private
from shop.language_prefix import by_language
from shop.ops.health import healthz, readyz
from shop.ops.trace_page import trace_page
from shop.thumbnails.view import thumbnail

MEDIA_PATH = urlsplit(settings.MEDIA_URL).path.lstrip("/")

urlpatterns = [
    # First what is asked for most: each pattern before it costs every page some µs.
    *by_language(
        path("", include("catalog.urls")),
        path("pages/<slug:slug>/", pages.PageView.as_view(), name="page"),
        path("cart/", include("cart.urls")),
        path("checkout/", include("checkout.urls")),
        path("account/orders/", include("checkout.order_urls")),
        path("account/wishlist/", include("cart.wishes.urls")),
        path("account/", include("accounts.urls")),
    ),
    path("_hole/<str:name>/<str:variant>/", hole, name="hole"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("robots.txt", pages.robots, name="robots"),
    path("opensearch.xml", pages.opensearch, name="opensearch"),
    path("", include("catalog.sitemap_urls")),
    re_path(
        rf"^{MEDIA_PATH}t/(?P<alias>[a-z0-9-]+)/(?P<source>.+)\.(?P<extension>avif|webp|jpg)$",
        thumbnail,
        name="thumbnail",
    ),
    # Uploaded pictures: in dev only; elsewhere the web server sends them (Django then adds nothing here).
    *static(settings.MEDIA_URL, view=private(serve), document_root=settings.MEDIA_ROOT),
    path(f"{settings.ADMIN_PATH}/trace/", trace_page, name="trace"),
    path(f"{settings.ADMIN_PATH}/", include("shop.mail.urls")),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
]

if "debug_toolbar" in settings.INSTALLED_APPS:  # settings.dev only
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns = [*debug_toolbar_urls(), *urlpatterns]

handler400 = "shop.errors.bad_request"
handler403 = "shop.errors.forbidden"
handler404 = "shop.errors.not_found"
handler500 = "shop.errors.server_error"
