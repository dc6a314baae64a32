"""Says in `Server-Timing` what each layer did, to those who may know. Outside the cache policy, whose word it reads."""

from shop.caching.timing import is_shown_to, server_timing


class ServerTimingMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_shown_to(request, response) and (layers := server_timing(request)):
            response["Server-Timing"] = ", ".join(filter(None, [response.get("Server-Timing"), layers]))
        return response
