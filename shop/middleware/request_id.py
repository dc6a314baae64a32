"""First of all: gives each request its id, and the id back in the answer."""

from shop.request_id import begin_request, end_request


class RequestIdMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = begin_request(request.headers.get("X-Request-ID", ""))
        try:
            response = self.get_response(request)
        finally:
            end_request()
        response["X-Request-ID"] = request.id
        return response
