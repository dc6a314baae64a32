"""How many pages Varnish serves from its store, by kind of visitor, when nobody's address is clean.

    python bench/hit_ratio.py [--requests 20000] [--seed 4]

Beside the running stack (`make up`; STACK_STATE chooses another). Every page that links lead to is asked for once. Then
customers, guests with a cart and strangers ask for them at random, with marketing parameters, parameters in another
order or unknown ones, odd encodings, languages, spellings of the host, and others' cookies. A hit is what X-Cache says;
the app hosts' logs and Varnish's counters have to agree. At last a guest with a cart looks at 50 pages.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

LINK = re.compile(r'href="(/(?:[cp]/|pages/|search/|sitemap)?[^"#]*)"')
NOT_SHARED = re.compile(r"/(account|cart|static|media)/|/review/")
EACH_KIND = 4  # visitors
LOG_SECONDS = 1.2  # nginx writes its log every second
MARKETING = ("utm_source=mail", "utm_campaign=autumn%2026", "gclid=Cj0KCQ", "fbclid=IwAR0", "_ga=2.1", "mc_eid=7")
ENCODINGS = ("gzip", "br, gzip;q=0.8", "identity", "*", "gzip;q=0", "deflate, gzip, br, zstd")
LANGUAGES = ("de-DE,de;q=0.9", "en", "fr-CH, fr;q=0.9, *;q=0.5", "xx-rubbish", "")


@dataclass
class Seen:
    """`answers`: kind of visitor → what X-Cache said. `missed`: the addresses. `asked_`: of the app hosts."""

    answers: dict[str, Counter[str]] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    asked_pages: int = 0
    asked_holes: int = 0
    fetched: int = 0  # by Varnish's own count

    def share(self, kind: str) -> float:
        """Of this kind's pages, from the store."""
        return self.answers[kind]["hit"] / self.answers[kind].total()


def visitors(stack) -> dict[str, list]:
    """Some of each kind."""
    from tests.stack.visitors import Visitor

    now = time.time_ns()
    kinds = {
        kind: [Visitor(stack.url, f"{kind}-{now}-{number}") for number in range(EACH_KIND)]
        for kind in ("customer", "carrier", "stranger")
    }
    for customer in kinds["customer"]:
        customer.sign_up()
    for carrier in kinds["carrier"]:
        carrier.fill_cart(stack.variant)
    return kinds


def discover(visitor, most: int) -> list[str]:
    """The shared pages that links lead to, each asked for once: they are stored then."""
    found, at = ["/"], 0
    while at < len(found) and at < most:
        for link in LINK.findall(visitor.get(found[at]).text):
            path = link.replace("&amp;", "&")
            if path not in found and not NOT_SHARED.search(path):
                found.append(path)
        at += 1
    return found[:at]


def dirty(path: str, chance: random.Random) -> str:
    """The same page, as it comes from newsletters, advertisements and copied links."""
    address, _, query = path.partition("?")
    parameters = query.split("&") if query else []
    parameters += chance.sample(MARKETING, chance.randrange(4))
    if re.fullmatch(r"/|/p/[^/]+/|/pages/[^/]+/", address):
        parameters += chance.sample(["ref=x", "page=2", "q=a;b", "v=%7B%7D"], chance.randrange(2))
    chance.shuffle(parameters)
    if chance.random() < 0.05:
        address = "/" + address
    return address + "?" * bool(parameters or chance.random() < 0.1) + "&".join(parameters)


def headers(stack, visitor, chance: random.Random) -> dict[str, str]:
    """What browsers say; also cookies of others' scripts."""
    visitor.cookies |= {"_ga": f"GA1.2.{chance.randrange(10**9)}", "consent": chance.choice("yn")}
    host = f"localhost:{stack.port['lb']}"
    return {
        "Accept-Encoding": chance.choice(ENCODINGS),
        "Accept-Language": chance.choice(LANGUAGES),
        "Host": chance.choice([host, host, host.replace("local", "Local"), host.replace("host:", "host.:")]),
        "Referer": chance.choice(["", "https://news.example/", stack.url]),
    }


def wander(stack, paths: list[str], requests: int, seed: int = 4) -> Seen:
    """All kinds take turns. What they know of themselves (their holes) is fetched in the course of it."""
    chance, seen, kinds = random.Random(seed), Seen(), visitors(stack)  # noqa: S311
    seen.answers = {kind: Counter() for kind in kinds}
    before = marks(stack)
    for number in range(requests):
        kind = list(kinds)[number % len(kinds)]
        visitor = chance.choice(kinds[kind])
        path = dirty(chance.choice(paths), chance)
        answer = visitor.ask("GET", path, None, headers(stack, visitor, chance))
        seen.answers[kind][answer.headers["X-Cache"]] += 1
        if answer.status != 200 or answer.headers["X-Cache"] != "hit":
            seen.missed.append(f"{answer.status} {answer.headers['X-Cache']} {path}")
    seen.asked_pages, seen.asked_holes, seen.fetched = difference(stack, before)
    return seen


def look_at_fifty(stack, paths: list[str]) -> int:
    """How many requests to the app hosts it costs when a guest with a cart, after a first page, looks at 50 others."""
    guest = visitors(stack)["carrier"][0]
    time.sleep(0.5)  # until the purge for what went into the cart is repeated; the late one, after 16 s, costs one
    guest.get(paths[0])
    before = marks(stack)
    for path in paths[:50]:
        answer = guest.get(path)
        assert answer.headers["X-Cache"] == "hit", path
        assert '"badge">1<' in answer.text or "html" not in answer.headers["Content-Type"]
    pages, holes, fetched = difference(stack, before)
    assert pages + holes == fetched
    return fetched


# --- what others have counted ---


def marks(stack) -> tuple[int, list[int]]:
    time.sleep(LOG_SECONDS)
    return varnish_fetched(stack), [log.stat().st_size for log in logs(stack)]


def difference(stack, before) -> tuple[int, int, int]:
    """Pages and holes in the app hosts' logs since `before`, and what Varnish has fetched."""
    fetched = varnish_fetched(stack) - before[0]
    time.sleep(LOG_SECONDS)
    asked: Counter[bool] = Counter()
    for log, size in zip(logs(stack), before[1], strict=True):
        with log.open() as lines:
            lines.seek(size)
            uris = [json.loads(line)["uri"] for line in lines]
        asked.update(uri.startswith("/_hole/") for uri in uris if urlsplit(uri).path not in ("/healthz", "/readyz"))
    return asked[False], asked[True], fetched


def logs(stack) -> list[Path]:
    return [stack.state.directory / "log" / f"access-app{number}.json" for number in (1, 2)]


def varnish_fetched(stack) -> int:
    said = subprocess.check_output(["varnishstat", "-n", stack.state.varnish, "-1", "-j", "-f", "MAIN.backend_req"])
    return json.loads(said)["counters"]["MAIN.backend_req"]["value"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--seed", type=int, default=4)
    chosen = parser.parse_args()
    from tests.running_stack import RunningStack
    from tests.stack.visitors import Visitor

    stack = RunningStack()
    paths = discover(Visitor(stack.url, "warm-up"), chosen.pages)
    began = time.monotonic()
    seen = wander(stack, paths, chosen.requests, chosen.seed)
    print(f"{chosen.requests:,} requests for {len(paths)} pages in {time.monotonic() - began:.0f} s")
    for kind, answers in seen.answers.items():
        print(f"{kind:10} {seen.share(kind):8.3%} from the store  {dict(answers)}")
    print(f"app hosts' logs: {seen.asked_pages} pages, {seen.asked_holes} holes; Varnish fetched {seen.fetched}")
    print(f"a guest with a cart on 50 pages: {look_at_fifty(stack, paths)} requests to the app hosts")
    print("\n".join(seen.missed[:20]))


if __name__ == "__main__":
    main()
