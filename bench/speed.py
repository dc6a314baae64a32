"""How fast pages are, each beside the simplest thing that could stand in its place.

    make bench        (python bench/speed.py [--rounds 5] [--seconds 3])

Asks the running stack (`make up`; STACK_STATE chooses another) with wrk, 16 connections to Varnish and 8 to an app host
of its own, which is made of the same files. Rounds take turns, so that a busy machine is fair to all; figures are
medians: requests a second, CPU of all the stack's processes for one request, and both by those of the simplest thing,
which stands above. wrk uses one core itself.
"""

import argparse
import re
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

import requests  # noqa: E402
from stack import command, environment, place, supervisor  # noqa: E402

from bench import cpu  # noqa: E402
from bench.account import as_the_stacks_account  # noqa: E402
from tests.app_host import AppHost  # noqa: E402

BROWSER = {"Accept-Encoding": "gzip"}


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, f"no {pattern} in {text[:200]}"
    return match[1]


@dataclass
class Line:
    """One thing to ask for, and how many a second it gave in each round."""

    name: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    rates: list[float] = field(default_factory=list)  # requests a second
    costs: list[float] = field(default_factory=list)  # µs of CPU of all parts together

    def measure(self, state, connections: int, seconds: float) -> None:
        answer = requests.get(self.url, headers=self.headers | BROWSER, timeout=10)
        assert answer.status_code == 200, f"{self.url}: {answer.status_code}"
        given = [word for header in (self.headers | BROWSER).items() for word in ("-H", ": ".join(header))]
        words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", *given, self.url]
        before = cpu.seconds_used(state.directory)
        said = subprocess.check_output(words, text=True)
        assert "Non-2xx" not in said, said
        requests_made = int(found(r"(\d+) requests in", said))
        self.rates.append(float(found(r"Requests/sec:\s+([\d.]+)", said)))
        self.costs.append(1e6 * (cpu.seconds_used(state.directory) - before) / requests_made)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    given = parser.parse_args()
    as_the_stacks_account(__file__)
    state = place.state()
    if not supervisor.is_running(state):
        sys.exit("No stack is running here: `make up` starts it.")
    port = environment.for_templates(state)["PORT"]
    with AppHost(state, "speed", DJANGO_SETTINGS_MODULE="bench.bare_settings", SHOW_DATABASE="off") as host:
        varnish = f"http://localhost:{port['varnish']}"
        paths = product_and_category(varnish)
        for name, connections, lines in (
            ("Varnish", 16, at_varnish(state, varnish, paths)),
            ("Django without Varnish", 8, at_django(host.url, paths)),
        ):
            compare(state, name, connections, lines, given)
        cold_and_warm(state, host.url, given.rounds)


def product_and_category(url: str) -> dict[str, str]:
    home = requests.get(url, headers=BROWSER, timeout=10).text
    return {kind: found(rf'href="(/{kind[0]}/[^"?#]+)"', home) for kind in ("product", "category")}


def at_varnish(state, url: str, paths: dict[str, str]) -> list[Line]:
    """A file of the page's own bytes, as Varnish has it from nginx; then the page for each kind of visitor."""
    page = requests.get(url + paths["product"], headers=BROWSER, timeout=10).content
    file = state.static / "speed-of-a-file.html"
    file.write_bytes(page)
    path = paths["product"]
    return [
        Line(f"a file of {len(page)} bytes", f"{url}/static/{file.name}"),
        Line("product page, anonymous", url + path),
        Line("product page, cart holder", url + path, with_cart(url, path)),
    ]


def at_django(url: str, paths: dict[str, str]) -> list[Line]:
    lines = []
    for kind, path in paths.items():
        size = len(requests.get(url + path, timeout=10).content)
        lines += [
            Line(f"HttpResponse of {size} bytes", f"{url}/bare/{size}"),
            Line(f"{kind} page, anonymous", url + path),
            Line(f"{kind} page, cart holder", url + path, with_cart(url, paths["product"])),
        ]
    return lines


def with_cart(url: str, product: str) -> dict[str, str]:
    """The cookies of a visitor who has one of this product, or of another if it is sold out, in the cart."""
    session = requests.Session()
    offered = re.findall(r'name="variant"[^>]*value="(\d+)"', session.get(url + product, timeout=10).text)
    assert offered, f"nothing to buy at {product}"
    session.post(
        f"{url}/cart/add/",
        {"variant": offered[0], "quantity": "1"},
        headers={"Origin": url, "Sec-Fetch-Site": "same-origin"},
        timeout=10,
    )
    assert session.cookies, "no cart was made"
    return {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.cookies)}


def compare(state, name: str, connections: int, lines: list[Line], given) -> None:
    for _ in range(given.rounds):
        for line in lines:
            line.measure(state, connections, given.seconds)
    print(f"\n{name + f', {connections} connections':<40} {'requests/s':>10} {'':>6} {'CPU µs':>9}")
    for line in lines:
        if line.name.startswith(("a file", "HttpResponse")):
            measure = line
        rate, cost = median(line.rates), median(line.costs)
        ratios = rate / median(measure.rates), cost / median(measure.costs)
        print(f"  {line.name:<38} {rate:>10,.0f} {ratios[0]:>6.2f} {cost:>9,.0f} {ratios[1]:>6.2f}")


CACHES = {"all of it warm": [], "page cache lost": ["pages"], "everything lost": ["pages", "fragments", "data"]}


def cold_and_warm(state, url: str, rounds: int) -> None:
    """The same pages, one after another, after losing more and more of what is kept of them."""
    paths = listed(url)
    taken: dict[str, list[float]] = defaultdict(list)
    with requests.Session() as visitor:
        for _ in range(rounds):
            for name, lost in CACHES.items():
                for path in paths:
                    visitor.get(url + path, timeout=10)
                for cache in lost:
                    bump = [str(place.PYTHON), str(place.ROOT / "manage.py"), "bump_cache", cache]
                    command.run(bump, env=environment.settings(state))
                time.sleep(1)  # each process hears of it at its next probe
                began = time.monotonic()
                for path in paths:
                    assert visitor.get(url + path, timeout=10).status_code == 200
                taken[name].append((time.monotonic() - began) / len(paths))
    print(f"\n{len(paths)} category pages of Django without Varnish, one visitor, ms a page")
    for name, seconds in taken.items():
        print(f"  {name:<32} {1000 * median(seconds):>10.1f}")


def listed(url: str) -> list[str]:
    """Category pages: a list of cards each."""
    pages: set[str] = set()
    for path in re.findall(r'href="(/c/[^"?#]+)"', requests.get(url, timeout=10).text):
        pages |= {path, *re.findall(r'href="(/c/[^"?#]+)"', requests.get(url + path, timeout=10).text)}
    return sorted(pages)


if __name__ == "__main__":
    main()
