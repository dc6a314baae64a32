"""Begins a visit with each request: what its visitor must see, and whether it may read replicas at all.

A request that is meant to write (any method but GET, HEAD, OPTIONS) reads the primary from the start: what it decides
on must not be older than what it changes. After a write the visitor's pin goes out with the answer.
"""

from django.core.signals import request_finished

from shop.db import seen
from shop.db.pin import pinned_position, set_pin
from shop.db.visit import Visit, begin_visit, end_visit
from shop.middleware.metrics import view_name

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class DatabaseMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        visit = Visit(pinned_position(request), unsafe=request.method not in SAFE_METHODS)
        visit.label = f"id={request.id}"
        begin_visit(visit)
        request.visit = visit
        response = self.get_response(request)
        if visit.wrote:
            set_pin(response)
        seen.count(visit)
        return response

    def process_view(self, request, view, args, kwargs):
        request.visit.label = f"id={request.id} view={view_name(request)}"


def finish(**kwargs):
    """A streamed answer still reads after the middleware is done: the visit ends with it."""
    end_visit()


request_finished.connect(finish)
