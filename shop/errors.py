"""Our own error pages. They need no database, session or template inheritance, so that nothing can fail twice."""

import math
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import ngettext

from shop.db.faults import PrimaryAway, is_read_only


def page(status: int, request=None, name: str = "", **context) -> HttpResponse:
    """The static page `templates/errors/<name or status>.html` with that status."""
    context["request_id"] = getattr(request, "id", "")
    body = loader.get_template(f"errors/{name or status}.html").render(context)
    return HttpResponse(body, status=status)


def bad_request(request, exception=None, status=400):
    response = page(400, request)
    response.status_code = status
    response["Cache-Control"] = "private, no-store"  # also where no cache policy is reached; 414 may be kept otherwise
    return response


def not_found(request, exception=None):
    return page(404, request)


def forbidden(request, exception=None):
    return page(403, request)


def csrf_failure(request, reason=""):
    return page(403, request)


def too_many(request, seconds: int):
    """429; JSON for a script that asks for it. Of one visitor alone: no cache may keep it."""
    minutes = math.ceil(seconds / 60)
    wait = ngettext(
        "To protect the shop and its customers, this is possible only so often. Please wait a minute, then try again.",
        "To protect the shop and its customers, this is possible only so often. Please try again in %(n)s minutes.",
        minutes,
    ) % {"n": minutes}
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response: HttpResponse = JsonResponse({"error": wait, "retry_after": seconds}, status=429)
    else:
        response = page(429, request, what_to_do=wait)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "private, no-store"
    return response


def server_error(request):
    """Django calls this while it handles the exception. A database that is away is no fault of the page: 503."""
    error = database_error(sys.exception())
    if error is None:
        return page(500, request)
    read_only = isinstance(error, PrimaryAway) or is_read_only(error) or request.method not in {"GET", "HEAD"}
    response = page(503, request, name="read-only" if read_only else "")
    response["Retry-After"] = "5"
    return response


def database_error(error: BaseException | None) -> BaseException | None:
    """The first in the chain of exceptions that says a database server was away or took no writes."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError) or is_read_only(error):
            return error
        error = error.__cause__ or error.__context__
    return None
