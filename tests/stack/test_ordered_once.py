"""One visitor presses "order" sixteen times at once, through the whole chain: one order, one reservation."""

import asyncio

import pytest

from tests.stack.buyers import Buyer

pytestmark = pytest.mark.stack
TIMES = 16
NUMBER = 160_016  # the buyer's, in their e-mail address


def test_sixteen_presses_are_one_order(stack):
    answers = asyncio.run(press(stack.url.removeprefix("http://"), stack.variant))
    statuses = sorted(answer.status for answer in answers)
    assert statuses == [303] * TIMES, statuses
    numbers = {answer.headers["location"].partition("?")[0] for answer in answers}
    paid_at = {number for number in numbers if "/pay/" in number}
    assert len(paid_at) == 1 and numbers <= paid_at | {"/checkout/waiting/"}, numbers
    count = "SELECT count(*), sum(l.quantity) FROM checkout_order o JOIN checkout_orderline l ON l.order_id = o.id "
    assert stack.psql(count + f"WHERE o.email = 'buyer-{NUMBER}@example.com'").strip() == "1|1"


async def press(address: str, variant: str):
    buyer = Buyer(address)
    await buyer.walk(variant, NUMBER)
    form = {**buyer.review, "terms": "on"}
    cookies = dict(buyer.cookies)

    async def once():
        browser = Buyer(address, dict(cookies))
        return await browser.post("/checkout/review/", **form)

    return await asyncio.gather(*(once() for _ in range(TIMES)))
