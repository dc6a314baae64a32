"""Our own error pages. They need no database, session or template inheritance, so that nothing can fail twice."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template import loader


def page(status: int, request=None) -> HttpResponse:
    """The static page `templates/errors/<status>.html` with that status."""
    body = loader.get_template(f"errors/{status}.html").render({"request_id": getattr(request, "id", "")})
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


def server_error(request):
    """Django calls this while it handles the exception. A database that is away is no fault of the page: 503."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response = page(503, request)
        response["Retry-After"] = "5"
        return response
    return page(500, request)
