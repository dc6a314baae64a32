from itertools import count

import pytest
from django.urls import reverse

from accounts.models import Customer
from cart.models import Promotion, Voucher
from catalog.models import Price, Product, Stock, Variant

numbers = count(1)


@pytest.fixture
def make_variant(db):
    def make(price="20.00", on_hand=50, **product):
        number = next(numbers)
        fields = {"title": f"Tee {number}", "slug": f"tee-{number}", "status": "published"} | product
        variant = Variant.objects.create(
            product=Product.objects.create(**fields), sku=f"TEE-{number}", options={"size": "M"}
        )
        if price is not None:
            Price.objects.create(variant=variant, currency="USD", amount=price)
        Stock.objects.create(variant=variant, on_hand=on_hand)
        return variant

    return make


@pytest.fixture
def tee(make_variant):
    """At 20.00 USD, fifty in stock."""
    return make_variant()


@pytest.fixture
def ann(db):
    return Customer.objects.create_user("ann@example.com", "a long enough pass phrase", name="Ann Lee")


@pytest.fixture
def add():
    def post(client, variant, quantity=1, **extra):
        fields = {"variant": getattr(variant, "pk", variant), "quantity": quantity}
        return client.post(reverse("cart:add"), fields, **extra)

    return post


@pytest.fixture
def update():
    def post(client, line, quantity, **extra):
        return client.post(reverse("cart:update"), {"line": getattr(line, "pk", line), "quantity": quantity}, **extra)

    return post


@pytest.fixture
def make_promotion(db):
    """Ten percent off everything, for everybody, unless said otherwise."""

    def make(**fields):
        return Promotion.objects.create(
            **{"name": f"Offer {next(numbers)}", "kind": "percentage", "value": 10} | fields
        )

    return make


@pytest.fixture
def make_voucher(make_promotion):
    def make(code, limit=1, promotion=None):
        owner = make_promotion(**{"needs_code": True} | (promotion or {}))
        return Voucher.objects.create(promotion=owner, code=code, limit=limit)

    return make
