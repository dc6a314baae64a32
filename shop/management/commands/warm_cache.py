"""Asks for the hottest pages, so that visitors need not: before launch, after a deploy, after `bump_cache`."""

import json
import os
from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from shop.caching import warm

SHOWN_FAILURES = 10
KEPT = {"hit", "miss", "grace"}  # X-Cache of what Varnish may store


class Command(BaseCommand):
    help = (
        "Asks each Varnish node for the hottest pages: home, categories by size, products by popularity; or what "
        "access logs say is asked for most. Slows down when the application does. Ends non-zero if a page failed."
    )

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=1000, help="pages (default: %(default)s)")
        parser.add_argument("--concurrency", type=int, default=2, help="requests at once (default: %(default)s)")
        parser.add_argument(
            "--through",
            action="append",
            metavar="HOST:PORT",
            help="a Varnish node or an app host, instead of VARNISH_NODES; may be repeated",
        )
        parser.add_argument(
            "--log", action="append", metavar="FILE", help="the load balancer's access log (JSON); may be repeated"
        )

    def handle(self, limit, concurrency, through, log, **options):
        for name, value in (("--limit", limit), ("--concurrency", concurrency)):
            if value < 1:
                raise CommandError(f"{name} {value} must be 1 or more.")
        addresses = through or settings.VARNISH_NODES
        if not addresses:
            raise CommandError("VARNISH_NODES is empty. Name a server with --through HOST:PORT.")
        paths = asked_most(log, limit) if log else warm.pages(limit)
        total = len(paths) * len(addresses)
        with tqdm(total=total, desc="pages", disable=None) as bar:
            counts, failures = Counter(), []
            for address, path, answer in warm.ask_for(paths, addresses, concurrency):
                counts[answer.cache or "made" if answer.is_good else "failed"] += 1
                if not answer.is_good:
                    failures.append(f"{address}{path}: {answer.trouble or answer.status}")
                bar.update()
        said = ", ".join(f"{number:,} {kind}" for kind, number in sorted(counts.items()))
        self.stdout.write(f"{total:,} asked for: {said or 'no page'}.")
        if failures:
            shown = "\n".join(failures[:SHOWN_FAILURES])
            raise CommandError(f"{len(failures):,} of {total:,} failed, first:\n{shown}")


def asked_most(files: list[str], limit: int) -> list[str]:
    """URLs of pages that caches may keep, the most frequent first. Raises CommandError for other files."""
    asked = Counter(uri for file in files for uri in pages_in(file))
    if not asked:
        raise CommandError(f"{', '.join(files)}: no page in it. Expected are lines of the load balancer's JSON log.")
    return [uri for uri, _number in asked.most_common(limit)]


def pages_in(file: str) -> Iterator[str]:
    try:
        with open(file, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                try:
                    seen = json.loads(line)
                    is_page = seen["method"] == "GET" and seen["status"] == 200 and seen["cache"] in KEPT
                except (ValueError, KeyError, TypeError):
                    continue
                if is_page:
                    yield seen["uri"]
    except OSError as error:
        raise CommandError(f"{file}: {os.strerror(error.errno or 0)}") from error
