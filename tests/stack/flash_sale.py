"""Everybody wants the same variant at the same instant, through the front door, while others go on browsing."""

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.running_stack import RunningStack
from tests.stack.buyers import Buyer, several

ROOT = Path(__file__).resolve().parents[2]
AT_LEISURE = 4  # buyers that fill their carts at a time
VARIANT = """
SELECT s.variant_id FROM catalog_stock s JOIN catalog_variant v ON v.id = s.variant_id
JOIN catalog_price p ON p.variant_id = v.id AND p.currency = 'USD'
WHERE v.is_active AND v.stock_band = 2 AND s.reserved = 0 ORDER BY s.on_hand DESC, s.variant_id LIMIT 1
"""


@dataclass
class Sale:
    """`told`: (request, status) → how often, during the sale itself. `slowest` answer to a buyer, in seconds."""

    orders: int = 0
    paid: int = 0
    seconds: float = 0
    told: Counter = field(default_factory=Counter)
    slowest: float = 0
    stock: str = ""
    quiet: dict[str, float] = field(default_factory=dict)  # p99 of browsing in ms, by kind
    meanwhile: dict[str, float] = field(default_factory=dict)
    bad_pages: list[int] = field(default_factory=list)

    @property
    def errors(self) -> int:
        return sum(count for (_, status), count in self.told.items() if status >= 500) + len(self.bad_pages)


class Browsing:
    """For so many seconds, from now on."""

    def __init__(self, address: str, seconds: float):
        words = [sys.executable, "-m", "tests.stack.browsing", address, str(seconds)]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT)

    def result(self) -> tuple[dict[str, float], list[int]]:
        said, _ = self.process.communicate(timeout=120)
        seen = json.loads(said)
        return {kind: p99(seconds) for kind, seconds in seen["seconds"].items()}, seen["bad"]


def p99(seconds: list[float]) -> float:
    """In ms."""
    return 1000 * sorted(seconds)[int(len(seconds) * 0.99)]


def hold(stack: RunningStack, buyers: int, pieces: int, browse_seconds: float = 10, walk: bool = True) -> Sale:
    """`walk`: each buyer comes by way of the product's page to the review; else all stand there already."""
    variant = stack.psql(VARIANT).strip()
    before = stack.psql(f"SELECT on_hand FROM catalog_stock WHERE variant_id = {variant}").strip()
    stack.psql(f"UPDATE catalog_stock SET on_hand = reserved + {pieces} WHERE variant_id = {variant}")
    address = stack.url.removeprefix("http://")
    try:
        ready = asyncio.run(walked(address, variant, buyers)) if walk else standing(stack, address, variant, buyers)
        return asyncio.run(sale(stack, ready, variant, browse_seconds))
    finally:
        stack.psql(f"UPDATE catalog_stock SET on_hand = reserved + {before} WHERE variant_id = {variant}")


async def walked(address: str, variant: str, count: int) -> list[Buyer]:
    buyers = [Buyer(address) for _ in range(count)]
    numbers = {id(buyer): number for number, buyer in enumerate(buyers)}
    await several(buyers, lambda buyer: buyer.walk(variant, numbers[id(buyer)]), AT_LEISURE)
    return buyers


def standing(stack: RunningStack, address: str, variant: str, count: int) -> list[Buyer]:
    words = [sys.executable, "-m", "tests.stack.filled_carts", variant, str(count)]
    env = stack.settings | {"DJANGO_SETTINGS_MODULE": "settings.deploy"}
    buyers = []
    for known in json.loads(subprocess.check_output(words, env=env, cwd=ROOT)):
        buyers.append(Buyer(address))
        buyers[-1].stand_before_the_review(known)
    return buyers


async def sale(stack: RunningStack, buyers: list[Buyer], variant: str, browse_seconds: float) -> Sale:
    found, address = Sale(), buyers[0].address
    quiet = await asyncio.to_thread(Browsing(address, browse_seconds).result)
    for buyer in buyers:
        buyer.answers.clear()
    browsing = Browsing(address, browse_seconds)
    await asyncio.sleep(browse_seconds / 10)  # it has begun
    began = time.monotonic()
    found.orders = sum(await several(buyers, Buyer.place, len(buyers)))
    found.seconds = time.monotonic() - began
    found.paid = sum(await several([buyer for buyer in buyers if buyer.order], Buyer.pay, len(buyers)))
    meanwhile = await asyncio.to_thread(browsing.result)
    (found.quiet, _), (found.meanwhile, found.bad_pages) = quiet, meanwhile
    answers = [answer for buyer in buyers for answer in buyer.answers]
    found.told = Counter((what, answer.status) for what, answer in answers)
    found.slowest = max(answer.seconds for _, answer in answers)
    found.stock = stack.psql(f"SELECT on_hand, reserved FROM catalog_stock WHERE variant_id = {variant}").strip()
    return found
