"""Answers whoever does something too often (shop/rates) with 429 and when to come again."""

from shop.errors import too_many
from shop.rates import TooMany


class RatesMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return too_many(request, exception.seconds) if isinstance(exception, TooMany) else None
