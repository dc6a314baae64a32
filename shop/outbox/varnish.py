"""One Varnish node: soft purges by surrogate key, over one kept connection."""

import http.client

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
            self._ask("/", {header: batch})
            for header, some in (("xkey-softpurge", pages), ("xkey-purge", holes))
            for batch in batches(some)
        )

    def purge_url(self, path: str) -> bool:
        return self._ask(path, {})

    def _ask(self, path: str, headers: dict[str, str]) -> bool:
        for fresh in (False, True):  # a kept connection may have been closed meanwhile
            try:
                self._connection.request("PURGE", path, headers=headers | {"Host": settings.SITE_NETLOC})
                answer = self._connection.getresponse()
                answer.read()
                self.trouble = f"HTTP {answer.status}"
                return answer.status == 200
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()
                self.trouble = type(error).__name__
                if fresh:
                    return False
        return False


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
