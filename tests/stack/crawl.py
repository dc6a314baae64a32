"""A walk through the whole shop, by visitors who know what is theirs alone."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, URLPattern, get_resolver, resolve, reverse

from tests.stack.visitors import Visitor

LINK = re.compile(r'(?:href|action|src)="(/[^"#]*)|<loc>https?://[^/]+(/[^<]*)')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="(key|agreed|total)" value="([^"]*)"')
WAY = re.compile(r'name="way" value="([^"]+)"')
NUMBER = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
ADDRESS = {"city": "London", "postal_code": "SW1A 1AA", "country_code": "GB"}
UNLINKED = [  # beside the addresses without parameters
    *("/_hole/personal/en-USD/", "/search/suggest/?q=la", "/search/?q=oak", "/search/?q=xyzzyq", "/no/such/page/"),
    *("/c/no/such/category/", "/account/password/reset/x/y/", "/account/email/x/", "/no-more-alerts/x/"),
    *("/checkout/order/x/", f"/checkout/payment/{UUID(int=0)}/", "/checkout/webhook/dummy/"),
]


class Watched(Visitor):
    """Remembers what is this visitor's alone."""

    def __init__(self, url: str, name: str = "visitor", cookies: dict[str, str] | None = None):
        super().__init__(url, name, cookies)
        self.canaries: set[str] = {name}
        self.unlinked = UNLINKED

    def at(self, url, name=""):
        other = Watched(url, name or self.name, self.cookies)
        other.canaries, other.line, other.unlinked = self.canaries, self.line, self.unlinked
        return other

    def ask(self, *args):
        answer = super().ask(*args)
        self.canaries |= {*TOKEN.findall(answer.text), *self.cookies.values()}
        return answer

    def keep_addresses(self) -> None:
        """Two: what can be done with one depends on which is used by default."""
        for street in ("1 High Street", "2 Low Street"):
            form = ADDRESS | {"name": self.name, "street_address": f"{self.name}, {street}"}
            self.send("/account/addresses/add/", form)

    def order(self) -> None:
        """What is in the cart, which stays there until it is paid."""
        form = ADDRESS | {"name": self.name, "street_address": f"{self.name}, 3 Side Street"}
        self.send("/checkout/address/", {f"delivery-{name}": form[name] for name in form} | {"billing_is_same": "on"})
        self.send("/checkout/shipping/", {})
        placed = self.send("/checkout/review/", {"terms": "on"}).headers["Location"]
        number = NUMBER.search(placed)[0]  # type: ignore[index]
        self.canaries.add(number)
        mine = [f"/checkout/{page}/{number}/" for page in ("done", "again")]
        self.unlinked = [*UNLINKED, *mine, f"/account/orders/{number}/invoices/2026-1/"]

    def send(self, path: str, form: dict[str, str]):
        """That page's form, with what it says itself; of several ways to send a parcel the first."""
        page = self.get(path).text
        own = dict(HIDDEN.findall(page))
        if way := WAY.search(page):
            own["way"] = way[1]
        answer = self.post(path, own | form, "text/html")
        assert answer.status in {302, 303}, (path, answer.status, answer.text[:2000])
        return answer


def three_visitors(stack) -> list[Watched]:
    """A customer with 41 pieces in the cart and ordered, a guest with 43, somebody who has only been at the log-in."""
    variant = stack.psql(
        "SELECT v.id FROM catalog_variant v JOIN catalog_stock s ON s.variant_id = v.id JOIN catalog_price p "
        "ON p.variant_id = v.id WHERE s.on_hand - s.reserved > 50 AND v.is_active AND p.currency = 'USD' "
        "ORDER BY v.id LIMIT 1"
    )
    customer, guest, anonymous = (Watched(stack.url, f"{kind}-{time.time_ns()}") for kind in ("vera", "gus", "ann"))
    customer.sign_up()
    for visitor, pieces in ((customer, 41), (guest, 43)):
        visitor.fill_cart(variant)
        visitor.write_quantity(pieces)
        visitor.canaries |= {f'"badge">{pieces}<', f'name="line" value="{visitor.line}"'}
    customer.keep_addresses()
    customer.order()
    anonymous.get("/account/login/")
    return [customer, guest, anonymous]


def kind_of(path: str) -> str:
    """The name of its view; what no URL matches is one kind, too."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return "none"


def all_kinds(patterns=None, before: str = "") -> set[str]:
    """Of all views of the shop itself: what lies below the admin's path is not for visitors."""
    found = set()
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if str(pattern.pattern).startswith(settings.ADMIN_PATH):
            continue
        if isinstance(pattern, URLPattern):
            found.add(before + pattern.name if pattern.name else "")
        else:
            found |= all_kinds(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else before)
    return found - {""}


def plain_addresses() -> Iterator[str]:
    """Of the views that need no parameters, linked or not."""
    for kind in sorted(all_kinds()):
        with suppress(NoReverseMatch):
            yield reverse(kind)


def crawl(visitor: Watched, most_of_a_kind: int) -> list[str]:
    """Every address that links lead to, so many of each kind of page."""
    seen: dict[str, None] = {}
    kinds: Counter[str] = Counter()
    waiting = ["/", *plain_addresses(), *visitor.unlinked]
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if path in seen or kinds[kind] >= most_of_a_kind or path.startswith("/static/"):
            continue
        kinds[kind] += 1
        seen[path] = None
        answer = visitor.get(path)
        if answer.headers.get("Content-Type", "").startswith(("text/html", "application/xml")):
            waiting += [(one or other).replace("&amp;", "&") for one, other in LINK.findall(answer.text)]
    return list(seen)
