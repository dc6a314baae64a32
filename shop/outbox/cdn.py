"""A CDN before the shop is told like a Varnish node: Fastly by surrogate keys, Cloudflare by cache tags.

One is chosen by CDN, CDN_ID (Fastly's service, Cloudflare's zone) and CDN_TOKEN. docs/operations/cdn.md says what a
CDN keeps, and where the limits below come from.
"""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from shop.caching.tags import PERSONAL

TIMEOUT_SECONDS = 5.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0
LONGEST_RETRY_AFTER_SECONDS = 300.0


class Cdn:
    """`purge` takes at most `most_tags`; after a failure `again_seconds` doubles, or is what the CDN asks for."""

    api: str
    most_tags: int

    def __init__(self):
        self.address = settings.CDN
        self.again_seconds = FIRST_PAUSE_SECONDS
        self.trouble = ""

    def request(self, tags: list[str]) -> tuple[str, dict[str, str], dict[str, Any]]:
        """Path, headers and what is sent as JSON."""
        raise NotImplementedError

    def is_done(self, answer: Any) -> bool:
        """Whether an answer of 200 says so, too."""
        return True

    def purge(self, tags: list[str]) -> bool:
        """Whether the CDN has confirmed. Visitors' own tags are none of its business: it holds no holes."""
        shared = [tag for tag in tags if not PERSONAL.fullmatch(tag)]
        if not shared:
            return True
        try:
            status, retry_after, answer = self.send(*self.request(shared))
        except (OSError, http.client.HTTPException, ValueError) as error:
            return self.failed(type(error).__name__, "")
        if status != 200 or not self.is_done(answer):
            return self.failed(f"HTTP {status}", retry_after)
        self.again_seconds = FIRST_PAUSE_SECONDS
        return True

    def send(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> tuple[int, str, Any]:
        """Status, Retry-After and the JSON that came back."""
        there = urlsplit(settings.CDN_API or self.api)
        kind = http.client.HTTPSConnection if there.scheme == "https" else http.client.HTTPConnection
        connection = kind(there.netloc, timeout=TIMEOUT_SECONDS)
        try:
            sent = {"Content-Type": "application/json", "Accept": "application/json"} | headers
            connection.request("POST", there.path.rstrip("/") + path, json.dumps(body), sent)
            answer = connection.getresponse()
            text = answer.read()
            content = json.loads(text) if answer.status == 200 else None
            return answer.status, answer.getheader("Retry-After", ""), content
        finally:
            connection.close()

    def failed(self, trouble: str, retry_after: str) -> bool:
        self.trouble = trouble
        if retry_after.isdecimal():
            self.again_seconds = min(float(retry_after), LONGEST_RETRY_AFTER_SECONDS)
        else:
            self.again_seconds = min(self.again_seconds * 2, LONGEST_PAUSE_SECONDS)
        return False


class Fastly(Cdn):
    """Soft: what is purged stays for `stale-if-error`, if the service uses that."""

    api, most_tags = "https://api.fastly.com", 256

    def request(self, tags):
        headers = {"Fastly-Key": settings.CDN_TOKEN, "Fastly-Soft-Purge": "1"}
        return f"/service/{settings.CDN_ID}/purge", headers, {"surrogate_keys": tags}


class Cloudflare(Cdn):
    api, most_tags = "https://api.cloudflare.com/client/v4", 100

    def request(self, tags):
        headers = {"Authorization": f"Bearer {settings.CDN_TOKEN}"}
        return f"/zones/{settings.CDN_ID}/purge_cache", headers, {"tags": tags}

    def is_done(self, answer):
        return isinstance(answer, dict) and answer.get("success") is True


def targets() -> list[Cdn]:
    """None or one."""
    return [kind() for name, kind in {"fastly": Fastly, "cloudflare": Cloudflare}.items() if name == settings.CDN]
