"""Private by default: an answer that no view declared public is `private, no-store`."""

from shop.caching.policy import PRIVATE, apply_policy


class CachePolicyMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        apply_policy(request, response, getattr(response, "cache_policy", PRIVATE))
        return response
