"""One Varnish node: soft purges by surrogate key, over one kept connection."""

import http.client
from email.message import Message

from django.conf import settings

from shop.caching.tags import PERSONAL

TIMEOUT_SECONDS = 1.0
MAX_HEADER_BYTES = 6000  # Varnish takes 16 kB a header line here (http_req_hdr_len)


class VarnishNode:
    most_tags = 1000  # a few requests; between two nodes' threads nothing waits longer
    again_seconds = 0.2

    def __init__(self, address: str):
        self.address = address
        self.trouble = ""
        self._connection = http.client.HTTPConnection(address, timeout=TIMEOUT_SECONDS)

    def purge(self, tags: list[str]) -> bool:
        """Marks every page that carries one of the tags, and drops such holes: an old one is no help in bad times.

        False when the node did not confirm.
        """
        holes = [tag for tag in tags if PERSONAL.fullmatch(tag)]
        pages = [tag for tag in tags if not PERSONAL.fullmatch(tag)]
        return all(
            self._ask("PURGE", "/", at("") | {header: batch}) is not None
            for header, some in (("xkey-softpurge", pages), ("xkey-purge", holes))
            for batch in batches(some)
        )

    def purge_url(self, url: str, site: str = "") -> int | None:
        """`url`: path and query; `site`: scheme and host, SITE_URL if not given. How many objects went; None when the
        node did not confirm.
        """
        answer = self._ask("PURGE", url, at(site))
        return int(answer.get("X-Purged") or 0) if answer is not None else None

    def look(self, url: str, site: str = "") -> Message | None:
        """What the node has of a URL, which it does not fetch for that: headers, as varnish/looks.vcl says."""
        return self._ask("LOOK", url, at(site))

    def _ask(self, method: str, url: str, headers: dict[str, str]) -> Message | None:
        """The answer's headers; None when there was none, or not 200."""
        for fresh in (False, True):  # a kept connection may have been closed meanwhile
            try:
                self._connection.request(method, url, headers=headers)
                answer = self._connection.getresponse()
                answer.read()
                self.trouble = f"HTTP {answer.status}"
                return answer.headers if answer.status == 200 else None
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()
                self.trouble = type(error).__name__
                if fresh:
                    return None
        return None


def at(site: str) -> dict[str, str]:
    """The part of Varnish's hash that is not in the URL."""
    scheme, _, host = (site or settings.SITE_URL).partition("://")
    return {"Host": host, "X-Forwarded-Proto": scheme}


def batches(tags: list[str]):
    """Headers' worth of tags."""
    line = ""
    for tag in tags:
        if line and len(line) + len(tag) >= MAX_HEADER_BYTES:
            yield line
            line = ""
        line = f"{line} {tag}".strip()
    if line:
        yield line


def nodes() -> list[VarnishNode]:
    return [VarnishNode(address) for address in settings.VARNISH_NODES]
