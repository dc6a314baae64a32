"""A flash sale through the whole chain. bench/flash_sale.py holds one for 500 buyers, and says how browsing fares."""

import asyncio
import threading

import pytest

from tests.stack.buyers import Buyer
from tests.stack.flash_sale import VARIANT, hold

pytestmark = [pytest.mark.stack, pytest.mark.serial]
BUYERS, PIECES = 48, 10
HOLD = "SELECT FROM catalog_stock WHERE variant_id = {variant} FOR UPDATE; SELECT pg_sleep(4)"
HOLDERS = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'"


def test_as_many_orders_as_pieces_and_no_error_page(stack):
    sale = hold(stack, BUYERS, PIECES, browse_seconds=2)
    assert (sale.orders, sale.paid, sale.errors) == (PIECES, PIECES, 0), sale
    assert sale.told["POST /checkout/review/", 409] == BUYERS - PIECES, sale.told
    on_hand, reserved = sale.stock.split("|")
    assert on_hand == reserved, sale.stock  # nothing is left, and nothing is promised twice


def test_while_somebody_holds_the_stock_the_buyer_is_told_to_try_again(stack):
    variant = stack.psql(VARIANT).strip()
    buyer = Buyer(stack.url.removeprefix("http://"))
    asyncio.run(buyer.walk(variant, 1))
    holding = threading.Thread(target=stack.psql, args=[HOLD.format(variant=variant)])
    holding.start()
    while not stack.psql(HOLDERS).strip():
        assert holding.is_alive(), "nobody holds it"
    assert not asyncio.run(buyer.place())
    _, answer = buyer.answers[-1]
    assert (answer.status, answer.headers["retry-after"]) == (503, "5"), answer.body[:300]
    assert answer.seconds < 3.5
    holding.join()
    assert asyncio.run(buyer.place()), buyer.answers[-1]
