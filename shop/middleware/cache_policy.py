"""Private by default: an answer whose view declared nothing else is `private, no-store`."""

from shop.caching.policy import apply_policy


class CachePolicyMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        apply_policy(request, response)
        return response
