"""Drops what is stored of pages, in the page cache and at every Varnish. The next visitor's is made anew.

Queries of the path go, too, as far as the page cache knows them.
"""

import re
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.encoding import iri_to_uri

from shop.caching import versions
from shop.caching.redis import CacheAway, client
from shop.ops.address import ours
from shop.outbox import varnish

NOT_PAGES = (b":bytes", b":lease")  # what lies beside a page's line (versions.py)
GLOB = re.compile(r"([*?\[\]\\])")


class Command(BaseCommand):
    help = "Drops the stored pages of a path, with all queries that are known. For a doubt; edits need no help."

    def add_arguments(self, parser):
        parser.add_argument("path", nargs="+", help="/p/oak-lamp/")

    def handle(self, path, **options):
        try:
            given = [ours(one)[0] for one in path]
            urls = {url for one in given for url in (one, *dropped(one, self.stdout))}
        except ValidationError as error:
            raise CommandError(error.message) from error
        except CacheAway as error:
            raise CommandError(f"Redis: {error}") from error
        for node in varnish.nodes():
            gone = [node.purge_url(url) for url in sorted(urls)]
            if None in gone:
                raise CommandError(f"Varnish {node.address} did not confirm. Is it there, and may this machine purge?")
            self.stdout.write(f"Varnish {node.address}: {sum(filter(None, gone))} objects of {len(urls)} URLs")


def dropped(url: str, out) -> set[str]:
    """The URLs whose shells were deleted, in all variants."""
    redis, start = client(), versions.shell_key("")
    path = GLOB.sub(r"\\\1", unquote(urlsplit(url).path))  # as keys have it
    urls = set()
    for tail in ("", "\\?*"):
        for key in list(redis.scan_iter(f"{start}*:page:*:{path}{tail}", count=1000)):
            redis.delete(key, key + b":bytes")
            if key.endswith(NOT_PAGES):
                continue
            urls.add(iri_to_uri(key.decode().removeprefix(start).split(":", 3)[3]))
            out.write(f"page cache: {key.decode().removeprefix(start)}")
    return urls
