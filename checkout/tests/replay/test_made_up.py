"""A small file with each thing that real invoices do."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Stock
from checkout.models import Order, Payment, Refund
from checkout.states import State

pytestmark = pytest.mark.django_db
HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
INVOICES = """\
1,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
2,71053,"LANTERN, ""WHITE"" METAL",1,2010-12-01 08:26:00,3.39,,France
1,85123a,WHITE HEART,2,2010-12-01 08:27:00,2.10,17850.0,United Kingdom
1,POST,POSTAGE,1,2010-12-01 08:27:00,18.00,17850.0,United Kingdom
1,22423,,1,2010-12-01 08:27:00,0.0,17850.0,United Kingdom
3,22423,found,-10,2010-12-01 09:00:00,0.0,,United Kingdom
4,22423,CAKESTAND,5,2010-12-01 09:00:00,0.0,,United Kingdom
5,M,Manual,1,2010-12-01 09:00:00,607.49,,United Kingdom
6,PADS,PADS,1,2010-12-01 09:00:00,0.001,13313.0,United Kingdom
7,POST,POSTAGE,1,2010-12-01 09:00:00,18.00,13313.0,United Kingdom
A8,B,Adjust bad debt,1,2010-12-01 09:00:00,-11062.06,,United Kingdom
9,22423,CAKESTAND,80995,2010-12-01 09:00:00,12.75,13313.0,United Kingdom
10,22423,CAKESTAND,-1,2010-12-01 09:00:00,12.75,13313.0,United Kingdom
C11,85123A,WHITE HEART,-4,2010-12-02 10:00:00,2.55,17850.0,United Kingdom
C11,85123A,WHITE HEART,-3,2010-12-02 10:00:00,2.55,17850.0,United Kingdom
C11,85123A,WHITE HEART,-1,2010-12-02 10:00:00,9.99,17850.0,United Kingdom
C12,POST,POSTAGE,-1,2010-12-02 10:00:00,18.00,17850.0,United Kingdom
C13,D,Discount,-1,2010-12-02 10:00:00,27.50,17850.0,United Kingdom
C14,71053,LANTERN,-1,2010-12-02 10:00:00,3.39,,France
"""
REFUSED = {
    ("1", "it is free"),
    ("3", "a negative quantity, and no cancellation"),
    ("4", "everything is free"),
    ("5", "not goods"),
    ("6", "a fraction of a penny"),
    ("7", "nothing was sold"),
    ("A8", "the books were adjusted"),
    ("10", "a negative quantity, and no cancellation"),
    ("C11", "not so many were bought at this price before"),
    ("C13", "not goods"),
    ("C14", "nobody knows who bought it"),
}


@pytest.fixture
def replay(tmp_path):
    """Call it with options: what the command printed, and (invoice, reason) of all that it refused."""
    (tmp_path / "invoices.csv").write_text(HEAD + INVOICES)

    def run(**options):
        said = StringIO()
        call_command("replay_orders", tmp_path / "invoices.csv", report=tmp_path / "report", stdout=said, **options)
        told = [json.loads(line) for line in (tmp_path / "report").read_text().splitlines()]
        return said.getvalue(), {(one["invoice"], one["reason"]) for one in told}

    return run


def test_orders_come_to_what_their_invoices_say(replay):
    said, refused = replay()
    assert refused == REFUSED
    totals = dict(Order.objects.values_list("email", "total"))
    assert totals == {
        "customer-17850@replay.invalid": Decimal("37.50"),
        "guest-2@replay.invalid": Decimal("3.39"),
        "customer-13313@replay.invalid": Decimal("1032686.25"),
    }
    assert "differ from their invoice: 0. Neither taken nor refused: 0.00 GBP" in said
    assert Payment.objects.filter(counted_at__isnull=False).count() == 3


def test_what_was_cancelled_came_back(replay):
    replay(stock=100_000)
    order = Order.objects.get(email="customer-17850@replay.invalid")
    assert (order.state, order.refunded) == (State.SHIPPED, Decimal("4") * Decimal("2.55") + 18)
    assert sorted(Refund.objects.values_list("amount", flat=True)) == [Decimal("10.20"), Decimal("18.00")]
    assert Stock.objects.get(variant__sku="85123A").on_hand == 100_000 - 6 - 2 + 4


def test_replayed_again_nothing_is_sold_again(replay):
    replay()
    stock = list(Stock.objects.order_by("pk").values_list("on_hand", "reserved"))
    replay()
    assert (Order.objects.count(), list(Stock.objects.order_by("pk").values_list("on_hand", "reserved"))) == (3, stock)


def test_what_there_is_not_is_not_sold(replay):
    _said, refused = replay(stock=1000)
    assert ("9", "sold out") in refused
    assert Stock.objects.get(variant__sku="22423").on_hand == 1000


def test_another_file_is_refused(tmp_path):
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="has no columns Country"):
        call_command("replay_orders", tmp_path / "other.csv")
