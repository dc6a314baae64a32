"""Purchases by the thousand at a gateway that is ill in every way we know, while workers are killed.

    python bench/charges.py [--purchases 500] [--buyers 8] [--kill 5] [--seed 1]

Beside the running stack (`make up`; STACK_STATE chooses another), with an app host and a gateway of its own. Each buyer
walks from the cart to the order and tries to pay until the shop says that it is paid or over: in one window or four,
while answers of the gateway are late, lost or errors, webhooks come never, once, late or ten times, and some buyers
cancel at the last moment or come too late. Ends non-zero if anybody paid twice, or paid without an order.
"""

import argparse
import random
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

import requests  # noqa: E402

from bench.account import as_the_stacks_account  # noqa: E402

FAULTS = ("none", "none", "error", "error-after", "reset", "reset-after", "drop", "silence")
NEWS = ("lost", "once", "ten times", "late")
LIFE = ("pays", "pays", "pays", "pays in four windows", "cancels", "comes late")
TRIES = 12


class Trial:
    """One purchase: what was done to it, and what the buyer met."""

    def __init__(self, shop, variant: str, chance: random.Random):
        from tests.stack.paying import Buyer

        self.shop, self.buyer = shop, Buyer(shop, variant)
        self.fault, self.news, self.life = chance.choice(FAULTS), chance.choice(NEWS), chance.choice(LIFE)
        self.problem, self.was_ill = "", False

    def run(self) -> None:
        for _try in range(TRIES):  # workers are killed: a step may have to be taken again
            try:
                if not self.buyer.number:
                    self.buyer.order()
                self.pay()
                return
            except (requests.RequestException, AssertionError, KeyError) as error:
                self.problem = f"{type(error).__name__}: {error}"[:120]
                time.sleep(0.3)

    def pay(self) -> None:
        gateway = self.shop.gateway
        if self.fault != "none" and not self.was_ill:  # once: tries after it are those of the buyer
            self.was_ill = True
            gateway.faults.add("POST /v1/checkout/sessions", self.fault, seconds=1)
        if self.life == "pays in four windows":
            with ThreadPoolExecutor(4) as windows:
                list(windows.map(lambda one: one.begin_to_pay(), self.buyer.clones(4)))
        session = self.buyer.session()
        if self.life == "comes late":
            late = "reserved_until = now() - interval '1 second'"
            self.shop.stack.psql(f"UPDATE checkout_order SET {late} WHERE number = '{self.buyer.number}'")  # noqa: S608
        gateway.ledger.pay(session)
        if self.life == "cancels":
            self.buyer.post(f"/account/orders/{self.buyer.number}/cancellation/")
        self.tell()
        if self.news != "lost" or self.life != "comes late":
            self.buyer.come_back()
        self.problem = ""

    def tell(self) -> None:
        """What the provider tells by itself, of this order."""
        number, webhooks = self.buyer.number, self.shop.gateway.webhooks
        about = [one for one in webhooks.events if one["data"]["object"]["metadata"].get("order") == number]
        for event in about * {"lost": 0, "once": 1, "ten times": 10, "late": 0}[self.news]:
            webhooks.send(event)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--purchases", type=int, default=500)
    parser.add_argument("--buyers", type=int, default=8)
    parser.add_argument(
        "--kill", type=float, default=5, metavar="SECONDS", help="between two kills of all workers; 0: none"
    )
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    as_the_stacks_account(__file__)
    from tests.running_stack import RunningStack
    from tests.stack.paying import PaidShop

    stack = RunningStack()
    chance = random.Random(given.seed)  # noqa: S311
    with PaidShop(stack, RATE_SCALE="100000") as shop:
        more = f"on_hand = on_hand + {given.purchases}"
        stack.psql(f"UPDATE catalog_stock SET {more} WHERE variant_id = {stack.variant}")  # noqa: S608
        shop.gateway.webhooks.mode = "hold"
        trials = [Trial(shop, stack.variant, chance) for _ in range(given.purchases)]
        stopped = threading.Event()
        killer = threading.Thread(target=kill_now_and_then, args=(shop, given.kill, stopped))
        killer.start()
        with ThreadPoolExecutor(given.buyers) as crowd:
            list(crowd.map(Trial.run, trials))
        stopped.set()
        killer.join()
        shop.wait_until_ready()
        shop.gateway.faults.clear()
        sys.exit(report(shop, trials))


def kill_now_and_then(shop, seconds: float, stopped: threading.Event) -> None:
    while seconds and not stopped.wait(seconds):
        shop.kill_workers()
        shop.wait_until_ready()


def report(shop, trials: list[Trial]) -> int:
    before = shop.disagreements()
    late = [event for trial in trials if trial.news == "late" for event in events_of(shop, trial)]
    for event in late:
        shop.gateway.webhooks.send(event)
    shop.settle_up()
    left = shop.disagreements()
    charges = shop.gateway.ledger.charges()
    of_orders = Counter(charge["metadata"]["order"] for charge in charges)
    states = Counter(shop.state(trial.buyer.number) for trial in trials if trial.buyer.number)
    given_up = sum(1 for trial in trials if trial.problem)
    print(f"{len(trials)} purchases: {dict(states)}; {given_up} given up by their buyers")
    for what in ("fault", "news", "life"):
        print(f"  {what}: {dict(Counter(getattr(trial, what) for trial in trials))}")
    print(f"{len(charges)} charges, {sum(1 for n in of_orders.values() if n > 1)} orders charged twice at the gateway,")
    refunds = len(shop.gateway.ledger.refunds)
    print(f"{refunds} refunds; before reconciling {len(before)} orders differed, after it {len(left)}")
    for line in left[:20]:
        print(f"  {line}")
    return 1 if left or max(of_orders.values(), default=0) > 1 else 0


def events_of(shop, trial: Trial) -> list[dict]:
    events = shop.gateway.webhooks.events
    return [one for one in events if one["data"]["object"]["metadata"].get("order") == trial.buyer.number]


if __name__ == "__main__":
    main()
