"""A flash sale through the whole chain. bench/flash_sale.py holds one for 500 buyers, and says how browsing fares."""

import pytest

from tests.stack.flash_sale import hold

pytestmark = [pytest.mark.stack, pytest.mark.serial]
BUYERS, PIECES = 48, 10


def test_as_many_orders_as_pieces_and_no_error_page(stack):
    sale = hold(stack, BUYERS, PIECES, browse_seconds=2)
    assert (sale.orders, sale.paid, sale.errors) == (PIECES, PIECES, 0), sale
    assert sale.told["POST /checkout/review/", 409] == BUYERS - PIECES, sale.told
    on_hand, reserved = sale.stock.split("|")
    assert on_hand == reserved, sale.stock  # nothing is left, and nothing is promised twice
