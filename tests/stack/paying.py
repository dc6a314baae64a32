"""A shop that is paid at a gateway of ours: an app host beside the stack's, and buyers who walk all the way."""

import os
import re
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import requests
from stack import environment
from stack.place import PYTHON, ROOT

from tests.app_host import AppHost
from tests.gateway import FakeGateway

HOME = {
    "delivery-name": "Ann Lee",
    "delivery-street_address": "1 High Street",
    "delivery-city": "London",
    "delivery-postal_code": "SW1A 1AA",
    "delivery-country_code": "GB",
}
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
OFFSET = 8  # of its port

# What tasks and the clock do, at once: reservations end, sessions are closed, refunds are sent, both sides compared.
SETTLE_UP = """
from contextlib import suppress
from datetime import timedelta
from django.utils import timezone
from checkout.expire import expire_orders
from checkout.models import Payment, Refund
from checkout.payments.close import close_payments
from checkout.payments.reconcile import reconcile
from checkout.payments.send_refund import send_refund
from payments import PaymentError

def tasks():
    over = Payment.objects.filter(variant="stripe", status__in=Payment.OPEN).exclude(order__state="pending")
    for order in over.values_list("order_id", flat=True):
        with suppress(PaymentError): close_payments(order)
    for refund in Refund.objects.filter(state="waiting").values_list("pk", flat=True):
        with suppress(PaymentError): send_refund(refund)

expire_orders()
tasks()
reconcile(timezone.now() - timedelta(days=1))
tasks()
"""


class PaidShop:
    """`with PaidShop(stack) as shop`: `shop.gateway` is the other side. `name` and `offset` as of an AppHost."""

    def __init__(self, stack, name: str = "paid", offset: int = OFFSET, **settings: str):
        self.stack = stack
        self.gateway = FakeGateway(mark=f"{uuid4().hex[:8]}_")
        stripe = {
            "STRIPE_SECRET_KEY": "sk_test_stack",
            "STRIPE_WEBHOOK_SECRET": self.gateway.webhooks.secret,
            "STRIPE_API_BASE": self.gateway.url,
            "STRIPE_PAGES": self.gateway.url,
        }
        self.host = AppHost(stack.state, name, 2, offset, **(stripe | settings))
        self.host.settings["SITE_URL"] = self.url = self.host.url
        self.gateway.webhooks.url = f"{self.url}/checkout/webhook/stripe/"

    def __enter__(self) -> "PaidShop":
        self.gateway.__enter__()
        try:
            self.host.__enter__()
        except BaseException:
            self.gateway.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        self.host.__exit__()
        self.gateway.__exit__()

    def manage(self, *words: str) -> subprocess.CompletedProcess:
        """A command in this shop's own environment."""
        own = environment.settings(self.stack.state) | self.host.settings
        return subprocess.run(
            [PYTHON, "manage.py", *words], cwd=ROOT, env=own, capture_output=True, text=True, timeout=120, check=False
        )

    def settle_up(self) -> None:
        done = self.manage("shell", "-v", "0", "-c", SETTLE_UP)
        assert done.returncode == 0, done.stderr

    def reconcile(self) -> int:
        """The command's exit code."""
        done = self.manage("reconcile_payments")
        assert done.returncode in (0, 3), done.stdout + done.stderr
        return done.returncode

    def kill_workers(self) -> None:
        """kill -9, as one who is out of memory."""
        for pid in self.host.workers:
            os.kill(pid, signal.SIGKILL)

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + 20
        while True:
            try:
                if requests.get(self.url + "/readyz", timeout=5).status_code == 200:
                    return
            except requests.RequestException:
                pass
            assert time.monotonic() < deadline, "the workers have not come back"
            time.sleep(0.05)

    # --- what became of it ---

    def state(self, number: str) -> str:
        return self.stack.psql(f"SELECT state FROM checkout_order WHERE number = '{number}'").strip()

    def times_paid(self, number: str) -> int:
        return self.count(
            f"orderevent e JOIN checkout_order o ON o.id = order_id WHERE number = '{number}' AND after = 'paid'"
        )

    def count(self, table_and_condition: str) -> int:
        return int(self.stack.psql(f"SELECT count(*) FROM checkout_{table_and_condition}"))

    def token(self, number: str) -> str:
        asked = f"WHERE o.number = '{number}' ORDER BY p.id DESC LIMIT 1"
        return self.stack.psql(f"SELECT token FROM checkout_payment p JOIN checkout_order o ON o.id = order_id {asked}")

    def disagreements(self) -> list[str]:
        """What no buyer may ever meet, of all orders: the gateway's ledger against the orders' states."""
        rows = self.stack.psql("SELECT number || ' ' || state || ' ' || (total * 100)::bigint FROM checkout_order")
        found = []
        for number, state, cents in (row.split() for row in rows.splitlines() if row):
            owed = int(cents) if state in ("paid", "shipped", "delivered") else 0
            kept = self.gateway.ledger.kept(number)
            if kept != owed and self.gateway.ledger.begun(number):
                found.append(f"{number} is {state}: the gateway keeps {kept} cents of {owed}")
        return found


class Buyer:
    """One visitor of `shop`, who is a guest. Every step answers with its response; redirects are not followed."""

    def __init__(self, shop: PaidShop, variant: str):
        self.shop, self.variant = shop, variant
        self.browser = requests.Session()
        self.browser.headers.update({"Origin": shop.url, "Sec-Fetch-Site": "same-origin"})
        self.number = ""

    def get(self, path: str) -> requests.Response:
        return self.browser.get(self.shop.url + path, timeout=30, allow_redirects=False)

    def post(self, path: str, **form: str) -> requests.Response:
        token = self.browser.cookies.get("csrftoken") or ""
        form = {"csrfmiddlewaretoken": token} | form
        return self.browser.post(self.shop.url + path, form, timeout=30, allow_redirects=False)

    def walk(self) -> dict[str, str]:
        """To the last step; what its form would send."""
        assert self.post("/cart/add/", variant=self.variant, quantity="1").status_code == 303
        self.get("/checkout/address/")
        said = self.post("/checkout/address/", email="ann@example.com", billing_is_same="on", **HOME)
        assert said.status_code in (302, 303), said.text
        said = self.post("/checkout/shipping/", way="standard-europe")
        assert said.status_code in (302, 303), said.text
        shown = dict(HIDDEN.findall(self.get("/checkout/review/").text))
        return {name: shown[name] for name in ("key", "agreed", "total")} | {"terms": "on"}

    def order(self) -> str:
        """Its number."""
        answer = self.post("/checkout/review/", **self.walk())
        assert answer.status_code == 303, answer.text
        self.number = number_in(answer.headers["Location"])
        return self.number

    def begin_to_pay(self) -> requests.Response:
        return self.post(f"/checkout/pay/{self.number}/", variant="stripe")

    def session(self) -> str:
        """The buyer is on the gateway's page: the session's name."""
        answer = self.begin_to_pay()
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"].rsplit("/", 1)[1]

    def come_back(self) -> requests.Response:
        return self.get(f"/checkout/payment/{self.shop.token(self.number).strip()}/")

    def clones(self, count: int) -> "list[Buyer]":
        """The same visitor in so many windows, each on a connection of its own."""
        made = []
        for _ in range(count):
            one = Buyer(self.shop, self.variant)
            one.number = self.number
            one.browser.cookies.update(self.browser.cookies)
            made.append(one)
        return made


def number_in(address: str) -> str:
    return re.search(r"/pay/([0-9A-Z-]+)/", address)[1]  # type: ignore[index]


def at_once(jobs: list) -> list:
    """What the functions return, called at the same moment."""
    with ThreadPoolExecutor(len(jobs)) as crowd:
        return [one.result() for one in [crowd.submit(job) for job in jobs]]
