"""Orders hold goods back, so nobody places many; and nothing is half done when they are stopped."""

import pytest

from catalog.models import Stock
from checkout.models import Order
from checkout.tests.road import Buyer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["checkout", "place order"])
def test_too_many_are_stopped_before_anything_is_written(client, variant, settings, name):
    buyer = Buyer(client)
    buyer.add(variant, 2)
    if name == "place order":
        buyer.say_address()
        buyer.choose()
    settings.RATES = settings.RATES | {name: {"address": "0/1h"}}
    stopped = buyer.order() if name == "place order" else buyer.say_address()
    assert stopped.status_code == 429 and int(stopped["Retry-After"]) > 0
    assert not Order.objects.exists() and Stock.objects.get().reserved == 0
