"""Pages of text, and the small files that machines ask for."""

from email.utils import parseaddr

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from shop.caching.pages import TwoPassView
from shop.caching.policy import Shared, public
from shop.caching.tags import collect
from shop.storage import static_or_plain

HOUR_SECONDS = 3600
# slug → title; the text is templates/pages/<slug>.html
PAGES = {
    "about": _("Our shop"),
    "delivery": _("Delivery"),
    "returns": _("Returns"),
    "contact": _("Contact"),
    "privacy": _("Privacy"),
    "terms": _("Terms"),
    "accessibility": _("Accessibility"),
}
# Answers that are one visitor's, or countless: of no use to a search engine.
NOT_FOR_ROBOTS = ("/cart/", "/checkout/", "/account/", "/search/", "/p/*/review/")


class PageView(TwoPassView):
    """Anyone may call. One query, for the menu; 404 for an unknown page."""

    policy = Shared("FOREVER")

    def first_pass(self, page, slug: str):
        if slug not in PAGES:
            raise Http404
        collect("menu")
        context = {
            "title": PAGES[slug],
            "canonical": reverse("page", args=[slug]),
            "contact_email": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        }
        return self.render(page, f"pages/{slug}.html", context)


@public(seconds=HOUR_SECONDS)
@require_safe
def robots(request):
    """Anyone may call; the same for all. The admin's path is a secret, so it is not named."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), ""]
    lines += [f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public(seconds=HOUR_SECONDS)
@require_safe
def opensearch(request):
    """Anyone may call; the same for all. Lets browsers offer the shop's search."""
    content_type = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "opensearch.xml", content_type=content_type)


@public(seconds=HOUR_SECONDS)
@require_safe
def favicon(request):
    """Anyone may call; the same for all. For clients that ask here without having read a page."""
    return HttpResponsePermanentRedirect(static_or_plain("icons/favicon.svg"))
