"""`/<ADMIN_PATH>/trace/?url=/p/oak-lamp/`: one address of the shop through all layers."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from shop.caching.policy import private
from shop.ops.trace import trace


def show(request):
    """Staff only; others are sent to the log-in. One first pass (at most five queries); 2 s for each ill Varnish."""
    url = request.GET.get("url", "")
    context = admin.site.each_context(request) | {"title": _("Trace a page"), "url": url}
    try:
        context["trace"] = trace(url, request) if url else None
    except ValidationError as error:
        context["error"] = error.message
    return TemplateResponse(request, "ops/trace.html", context, status=400 if "error" in context else 200)


trace_page = private(admin.site.admin_view(show))
