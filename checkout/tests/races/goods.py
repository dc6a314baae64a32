"""Goods to fight over, and what a buyer agrees to. Plain functions: bench/races.py has no fixtures."""

from decimal import Decimal
from itertools import count

from django.db import connection, transaction

from cart.totals import Line, order_totals
from catalog.models import Product, Stock, Variant
from checkout.models import Order, Payment
from checkout.place_order import Described, Purchase

ADDRESS = {"name": "Ann Onymous", "street_address": "1 High Street", "city": "London", "country_code": "GB"}
PRICE = Decimal("19.99")
numbers = count(1)


@transaction.atomic
def make_variants(*on_hand: int, product: Product | None = None, few_below: int = 5) -> list[Variant]:
    """A variant for each number, with so many pieces; each of a product of its own, unless one is given."""
    made = []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL shop.defer_refresh = 'on'")
        for pieces in on_hand:
            number = next(numbers)
            owner = product or Product.objects.create(title=f"Lamp {number}", slug=f"lamp-{number}", status="published")
            made.append(Variant.objects.create(product=owner, sku=f"LAMP-{number}"))
            Stock.objects.create(variant=made[-1], on_hand=pieces, few_below=few_below)
        cursor.execute("SELECT catalog_set_bands(%s)", [[variant.pk for variant in made]])
        cursor.execute("SELECT catalog_refresh(%s)", [[variant.product_id for variant in made]])
        cursor.execute("SET LOCAL shop.defer_refresh = 'off'")
    return made


def purchase(*wanted: tuple[Variant, int], email: str = "ann@example.com") -> Purchase:
    lines = [Line(variant.pk, variant.product_id, frozenset(), PRICE, quantity) for variant, quantity in wanted]
    return Purchase(
        email=email,
        delivery_address=ADDRESS,
        billing_address=ADDRESS,
        shipping_code="standard",
        shipping_name="Standard",
        totals=order_totals(lines, "USD", shipping=Decimal("4.90")),
        described={variant.pk: Described(variant.sku, variant.sku) for variant, _ in wanted},
    )


def payment_of(order: Order) -> Payment:
    """The provider has the money; nobody has counted it yet."""
    return Payment.objects.create(
        order=order,
        variant="dummy",
        status="confirmed",
        currency=order.currency,
        total=order.total,
        captured_amount=order.total,
    )
