"""A visitor as the shop sees one: a kept connection and cookies of their own. Cheap, since one process plays many."""

import http.client
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

NODE = re.compile(r'db-([\w.-]+);desc="([^"]*)"')
STATEMENTS = re.compile(r"(\d+)q ([\w-]+)")
QUANTITY = re.compile(r'name="line" value="(\d+)".*?name="quantity"[^>]* value="(\d+)"', re.DOTALL)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def served_by(self) -> list[tuple[str, int, str]]:
        """(node, statements, reason) for each node that had a part in this page; needs SHOW_DATABASE=on."""
        said = ", ".join(self.headers.get_all("Server-Timing", []))
        parts = [(node, STATEMENTS.findall(desc)) for node, desc in NODE.findall(said)]
        return [(node, int(queries), why) for node, found in parts for queries, why in found]


class Visitor:
    """One browser. `name` begins its request ids, so that SQL comments and logs tell who asked."""

    def __init__(self, url: str, name: str = "visitor", cookies: dict[str, str] | None = None):
        self.url, self.name, self.cookies, self.requests = url, name, dict(cookies or {}), 0
        address = urlsplit(url)
        self.connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
        self.line = 0

    def at(self, url: str, name: str = "") -> "Visitor":
        """The same visitor (cookies, cart line) at another address of the shop."""
        other = Visitor(url, name or self.name, self.cookies)
        other.line = self.line
        return other

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, form: dict, accept: str = "application/json") -> Answer:
        """As the shop's own script sends it: JSON answers spare the redirect."""
        own = {"Origin": self.url, "Sec-Fetch-Site": "same-origin", "X-CSRFToken": self.cookies.get("csrftoken", "")}
        own |= {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(form), own)

    def ask(self, method: str, path: str, body: str | None = None, headers: dict | None = None) -> Answer:
        self.requests += 1
        sent = {"X-Request-ID": f"{self.name}-{self.requests:06}"} | (headers or {})
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self.connection.request(method, path, body, sent)
            response = self.connection.getresponse()
            text = response.read().decode(errors="replace")
        except BaseException:
            self.connection.close()
            raise
        self.remember(response.msg.get_all("Set-Cookie", []))
        return Answer(response.status, response.msg, text)

    def remember(self, lines: list[str]) -> None:
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.coded_value

    # --- what visitors do here ---

    def sign_up(self) -> None:
        password = "correct horse battery"
        self.get("/account/signup/")
        form = {"name": self.name, "email": f"{self.name}@example.com", "password": password}
        answer = self.post("/account/signup/", form | {"password1": password, "password2": password}, "text/html")
        assert answer.status == 302, answer.text[:2000]

    def fill_cart(self, variant: str) -> None:
        """One piece of a variant, and the line's number and a CSRF token from the cart's page."""
        added = self.post("/cart/add/", {"variant": variant, "quantity": "1"})
        assert added.status == 200, added.text[:500]
        self.line = int(QUANTITY.search(self.get("/cart/").text)[1])  # type: ignore[index]

    def write_quantity(self, quantity: int) -> Answer:
        answer = self.post("/cart/update/", {"line": str(self.line), "quantity": str(quantity)})
        assert answer.status == 200, (answer.status, answer.text[:500])
        return answer

    def read_quantity(self) -> tuple[int, Answer]:
        """What the cart's page says; 0 when it shows no line."""
        answer = self.get("/cart/")
        assert answer.status == 200, (answer.status, answer.text[:500])
        found = QUANTITY.search(answer.text)
        return int(found[2]) if found else 0, answer
