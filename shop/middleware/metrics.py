"""Time and count of each view under its real name, to statsd (django-statsd-mozilla's client)."""

import time

from django_statsd.clients import statsd


class MetricsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        start = time.perf_counter()
        response = self.get_response(request)
        name = view_name(request)
        statsd.timing(f"view.{name}.{request.method}", (time.perf_counter() - start) * 1000)
        statsd.incr(f"response.{response.status_code}")
        return response


def view_name(request) -> str:
    """The URL's name, dotted (`catalog.product`), or `unknown` where no URL matched."""
    match = request.resolver_match
    return (match.view_name or match.url_name or "unnamed").replace(":", ".") if match else "unknown"
