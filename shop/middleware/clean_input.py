"""Refuses what no page can mean, before a view or PostgreSQL sees it: NUL bytes and invalid UTF-8.

In path and query; and NUL in cookies, where it comes in disguise: a quoted value spells it `\\000`.
"""

from urllib.parse import unquote_to_bytes

from shop.errors import bad_request

MAX_QUERY_BYTES = 8192


class CleanInputMiddleware:
    """Answers 400 with a page of our own; a query string over 8 kB gets 414."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.META.get("QUERY_STRING", "")
        if len(query) > MAX_QUERY_BYTES:
            return bad_request(request, status=414)
        if "\x00" in request.path_info or "\ufffd" in request.path_info or not is_clean(query):
            return bad_request(request)
        if any("\x00" in value for value in request.COOKIES.values()):
            return bad_request(request)
        return self.get_response(request)


def is_clean(query: str) -> bool:
    """Whether a raw query string decodes to UTF-8 without NUL."""
    if "%" not in query and query.isascii():
        return "\x00" not in query
    try:
        return "\x00" not in unquote_to_bytes(query.encode("utf-8", "surrogateescape")).decode("utf-8")
    except UnicodeDecodeError:
        return False
