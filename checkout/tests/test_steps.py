"""The road from the cart to the order, one step a page."""

from decimal import Decimal

import pytest
from django.urls import reverse

from checkout.models import Checkout, Order
from checkout.states import State
from checkout.tests.road import Buyer

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client):
    return Buyer(client)


@pytest.mark.reads_primary("a payment begins with the page that shows its form")
def test_a_guest_walks_from_the_cart_to_the_order(buyer, variant):
    buyer.add(variant, 2)
    assert buyer.get("start").url == reverse("checkout:address")
    assert buyer.say_address().status_code == 303
    assert buyer.get("start").url == reverse("checkout:shipping")
    assert buyer.choose().url == reverse("checkout:review")
    response = buyer.order()
    order = Order.objects.get()
    assert response.status_code == 303 and order.number in response.url
    assert (order.state, order.email, order.shipping_code) == (State.PENDING, "ann@example.com", "standard-europe")
    assert order.total == Decimal("39.98") + Decimal("6.90")
    assert order.tax == Decimal("7.81")  # a sixth of it, twice rounded: 6.66 and 1.15
    page = buyer.client.get(response.url)
    assert page.status_code == 200 and order.number in page.content.decode()
    paid = buyer.post("pay", order.number, variant="dummy", outcome="pay")
    assert paid.status_code == 302, paid.content.decode()
    order.refresh_from_db()
    assert order.state == State.PAID
    assert "Thank you" in buyer.get("done", order.number).content.decode()
    assert not Checkout.objects.exists()
