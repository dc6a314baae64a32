"""A product to buy, and what a buyer agrees to."""

from decimal import Decimal

import pytest
from django.test import Client

from cart.totals import Line, order_totals
from catalog.models import Price, Product, Stock, Variant
from checkout.place_order import Described, Purchase
from checkout.tests.road import Buyer

ADDRESS = {
    "name": "Ann Onymous",
    "street_address": "1 High Street",
    "city": "London",
    "postal_code": "SW1A 1AA",
    "country_code": "GB",
}


@pytest.fixture
def make_variant(db):
    def make(sku="LAMP", on_hand=10, price="19.99"):
        product = Product.objects.create(title=f"Lamp {sku}", slug=sku.lower(), status="published")
        variant = Variant.objects.create(product=product, sku=sku)
        Price.objects.create(variant=variant, currency="USD", amount=Decimal(price))
        Stock.objects.create(variant=variant, on_hand=on_hand)
        return variant

    return make


@pytest.fixture
def variant(make_variant):
    return make_variant()


@pytest.fixture
def buyer(client):
    """A visitor on the way through the shop's own pages."""
    return Buyer(client)


@pytest.fixture
def client_class():
    """Another device."""
    return Client


@pytest.fixture
def purchase():
    """Call it with (variant, quantity, unit price) triples: what the buyer agrees to."""

    def of(*wanted, email="ann@example.com", shipping="4.90", **more):
        lines = [
            Line(variant.pk, variant.product_id, frozenset(), Decimal(price), quantity)
            for variant, quantity, price in wanted
        ]
        return Purchase(
            email=email,
            delivery_address=ADDRESS,
            billing_address=ADDRESS,
            shipping_code="standard",
            shipping_name="Standard",
            totals=order_totals(lines, "USD", shipping=Decimal(shipping)),
            described={variant.pk: Described(variant.sku, variant.product.title) for variant, *_ in wanted},
            **more,
        )

    return of
