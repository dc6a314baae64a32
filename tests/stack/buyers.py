"""Buyers by the hundred in one process, each with cookies and a connection of their own, through the front door."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

HOME = {
    "delivery-name": "Ann Lee",
    "delivery-street_address": "1 High Street",
    "delivery-city": "London",
    "delivery-postal_code": "SW1A 1AA",
    "delivery-country_code": "GB",
    "billing_is_same": "on",
}
HIDDEN = re.compile(r'<input type="hidden" name="(csrfmiddlewaretoken|key|agreed|total|variant)" value="([^"]*)"')
WAY = re.compile(r'name="way" value="([^"]+)"')


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: str
    seconds: float

    @property
    def hidden(self) -> dict[str, str]:
        return dict(HIDDEN.findall(self.body))


@dataclass
class Visitor:
    """One browser at `address` (host:port). `answers` are all that it was given: (what was asked, Answer)."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    answers: list[tuple[str, Answer]] = field(default_factory=list)

    async def get(self, path: str) -> Answer:
        return await self.ask("GET", path)

    async def post(self, path: str, **form: str) -> Answer:
        return await self.ask("POST", path, urlencode({name.replace("__", "-"): form[name] for name in form}))

    async def ask(self, method: str, path: str, body: str = "") -> Answer:
        """On a connection of its own: a browser that has waited for long has no other."""
        host, port = self.address.split(":")
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.address}", "Connection: close"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines += [f"Origin: http://{self.address}", "Sec-Fetch-Site: same-origin", f"Content-Length: {len(body)}"]
            lines.append("Content-Type: application/x-www-form-urlencoded")
        began = time.monotonic()
        reader, writer = await asyncio.open_connection(host, int(port))
        try:
            writer.write("\r\n".join([*lines, "", body]).encode())
            said = await reader.read()
        finally:
            writer.close()
        answer = self.understood(said, time.monotonic() - began)
        self.answers.append((f"{method} {re.sub('[0-9A-Z]{4}-[^/]+', 'NUMBER', path.partition('?')[0])}", answer))
        return answer

    def understood(self, said: bytes, seconds: float) -> Answer:
        head, _, body = said.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for name, _, value in (line.partition(": ") for line in lines):
            if name.lower() == "set-cookie":
                cookie, _, content = value.split(";")[0].partition("=")
                self.cookies[cookie] = content
            headers[name.lower()] = value
        return Answer(int(first.split()[1]), headers, body.decode(errors="replace"), seconds)


class Buyer(Visitor):
    """`place` answers whether there is an order now, `pay` whether it is paid."""

    order = ""
    review: dict[str, str]  # what its form sends back

    async def walk(self, variant: str, number: int) -> None:
        """As far as the review."""
        added = await self.post("/cart/add/", variant=variant, quantity="1")
        assert added.status == 303, (added.status, added.body[:300])
        await self.fill("/checkout/address/", email=f"buyer-{number}@example.com", **HOME)
        await self.fill("/checkout/shipping/")
        self.review = (await self.get("/checkout/review/")).hidden
        assert "key" in self.review, "nothing to agree to"

    def stand_before_the_review(self, known: dict[str, str]) -> None:
        """Instead of walking there: `known` is from filled_carts.py."""
        secret = "c" * 32  # Django compares a form's with the cookie's
        self.cookies |= {"sessionid": known["session"], "csrftoken": secret}
        self.review = {"csrfmiddlewaretoken": secret} | {name: known[name] for name in ("key", "agreed", "total")}

    async def fill(self, path: str, **form: str) -> Answer:
        """The form of that page, sent with what it says itself. Of several ways to send a parcel the first."""
        page = await self.get(path)
        if way := WAY.search(page.body):
            form["way"] = way[1]
        answer = await self.post(path, **(page.hidden | form))
        assert answer.status in (302, 303), (path, answer.status, answer.body[:300])
        return answer

    async def place(self) -> bool:
        answer = await self.post("/checkout/review/", terms="on", **self.review)
        if answer.status in (302, 303) and "/checkout/pay/" in answer.headers["location"]:
            self.order = urlsplit(answer.headers["location"]).path
        return bool(self.order)

    async def pay(self) -> bool:
        page = await self.get(self.order)
        answer = await self.post(self.order, **(page.hidden | {"outcome": "pay"}))
        return "/done/" in answer.headers.get("location", "")


async def several(buyers: list, what, at_once: int) -> list:
    """`what` of each, so many at a time."""
    turn = asyncio.Semaphore(at_once)

    async def one(buyer):
        async with turn:
            return await what(buyer)

    return await asyncio.gather(*map(one, buyers))
