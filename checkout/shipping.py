"""Which ways a parcel can go, and what they cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from checkout.models import ShippingMethod

MOST = 20  # ways that a buyer may choose from


@dataclass(frozen=True)
class Offered:
    """A way that this parcel can go, at its price, before any promotion."""

    method: ShippingMethod
    price: Decimal

    @property
    def code(self) -> str:
        return self.method.code


def offered(address: Mapping[str, str], goods: Decimal, grams: int) -> list[Offered]:
    """To this address, for goods of this amount (discounts taken off) and weight. One query."""
    there = Q(countries=[]) | Q(countries__contains=[address["country_code"]])
    methods = ShippingMethod.objects.filter(there, is_active=True)
    return [Offered(method, method.price_for(goods)) for method in methods if method.carries(goods, grams)][:MOST]
