"""Real invoices of a real shop, where their file is at hand: the first here, all by `manage.py replay_orders`."""

import csv
import gzip
import json
from collections import defaultdict
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from checkout.models import Order

FILE = Path(settings.BASE_DIR, "../shared/data/traffic/online_retail_orders_2010-12_2011-12.csv.gz")
INVOICES = 60
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILE.exists(), reason=f"the invoices of UCI's “Online Retail” are not at {FILE}"),
]


def sums() -> list[tuple[str, Decimal]]:
    """Of the first invoices, straight from the file."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
        for columns in csv.DictReader(file):
            amounts[columns["InvoiceNo"]] += int(columns["Quantity"]) * Decimal(columns["UnitPrice"])
            if len(amounts) > INVOICES:
                return list(amounts.items())[:INVOICES]
    raise AssertionError("the file is too short")


def test_to_the_penny(tmp_path):
    call_command("replay_orders", FILE, limit=INVOICES, report=tmp_path / "report", stdout=StringIO())
    told = [json.loads(line) for line in (tmp_path / "report").read_text().splitlines()]
    refused = {one["invoice"] for one in told if one["what"] == "invoices"}
    wanted = [amount for number, amount in sums() if number.isdigit() and number not in refused]
    assert len(wanted) > INVOICES * 0.7
    assert list(Order.objects.order_by("pk").values_list("total", flat=True)) == wanted
