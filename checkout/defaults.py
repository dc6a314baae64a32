"""What a new shop begins with, so that it can sell at once: three ways to send a parcel, and the usual taxes.

Editors change all of it in the admin. Rates as of 2025, from the countries' own tables; they are no advice.
"""

from decimal import Decimal
from typing import Any

from django.db import connections, transaction

from checkout.models import ShippingMethod, TaxRate, TaxZone

EUROPE = ["GB", "IE", "DE", "AT", "CH", "FR", "BE", "NL", "LU", "IT", "ES", "PT", "DK", "SE", "NO", "FI", "PL", "CZ"]
NORTH_AMERICA = ["US", "CA"]

METHODS: list[dict[str, Any]] = [
    {"code": "standard", "name": "Standard", "price": "4.90", "free_from": "75", "countries": NORTH_AMERICA}
    | {"min_days": 3, "max_days": 5, "max_grams": 30_000},
    {"code": "express", "name": "Express", "price": "14.90", "countries": NORTH_AMERICA}
    | {"min_days": 1, "max_days": 2, "max_grams": 10_000},
    {"code": "standard-europe", "name": "Standard", "price": "6.90", "free_from": "100", "countries": EUROPE}
    | {"min_days": 3, "max_days": 6, "max_grams": 30_000},
    {"code": "express-europe", "name": "Express", "price": "19.90", "countries": EUROPE}
    | {"min_days": 1, "max_days": 3, "max_grams": 10_000},
    {"code": "freight", "name": "Freight", "price": "49.00", "countries": [*NORTH_AMERICA, *EUROPE]}
    | {"min_days": 5, "max_days": 9, "min_grams": 30_001, "description": "For heavy goods, to the kerb."},
    {"code": "worldwide", "name": "Worldwide", "price": "24.90", "countries": ["AU", "NZ", "JP"]}
    | {"min_days": 7, "max_days": 14},
    {"code": "pick-up", "name": "Pick-up at the workshop", "price": "0", "countries": ["US"], "position": 1}
    | {"min_days": 1, "max_days": 1, "description": "We write when it is ready. Bring the order's number."},
]
# Value-added tax, included in prices, of goods and shipping alike: (standard, books, food).
VALUE_ADDED = {
    "GB": ("20", "0", "0"), "IE": ("23", "0", "0"), "DE": ("19", "7", "7"), "AT": ("20", "10", "10"),
    "CH": ("8.1", "2.6", "2.6"), "FR": ("20", "5.5", "5.5"), "BE": ("21", "6", "6"), "NL": ("21", "9", "9"),
    "LU": ("17", "3", "3"), "IT": ("22", "4", "10"), "ES": ("21", "4", "10"), "PT": ("23", "6", "6"),
    "DK": ("25", "25", "25"), "SE": ("25", "6", "12"), "NO": ("25", "0", "15"), "FI": ("25.5", "14", "14"),
    "PL": ("23", "5", "5"), "CZ": ("21", "0", "12"), "AU": ("10", "10", "0"), "NZ": ("15", "15", "15"),
    "JP": ("10", "10", "8"),
}  # fmt: skip
# Added on top: (state or province, rate of goods, of shipping). Where a state has none of its own, nothing is added.
ADDED = {
    "US": [("CA", "7.25", "0"), ("FL", "6", "0"), ("IL", "6.25", "0"), ("NY", "4", "4"), ("TX", "6.25", "6.25"),
           ("WA", "6.5", "6.5")],
    "CA": [("", "5", "5"), ("ON", "13", "13"), ("NS", "14", "14"), ("NB", "15", "15"), ("NL", "15", "15"),
           ("PE", "15", "15")],
}  # fmt: skip


def ensure_after_migrate(sender, using, **kwargs):
    """Receives post_migrate: also after a test has emptied the tables."""
    if {"checkout_shippingmethod", "checkout_taxzone"} <= set(connections[using].introspection.table_names()):
        ensure_defaults()


@transaction.atomic
def ensure_defaults() -> None:
    """Nothing where there is any of the kind already: what an editor has made or left out stays so."""
    if not ShippingMethod.objects.exists():
        ShippingMethod.objects.bulk_create(
            ShippingMethod(**method | {"price": Decimal(method["price"])}) for method in METHODS
        )
    if not TaxZone.objects.exists():
        write_taxes()


def write_taxes() -> None:
    for country, (standard, books, food) in VALUE_ADDED.items():
        zone = TaxZone.objects.create(country_code=country, percent=standard, shipping_percent=standard)
        reduced = {"books": books, "food": food}
        TaxRate.objects.bulk_create(TaxRate(zone=zone, tax_class=name, percent=rate) for name, rate in reduced.items())
    TaxZone.objects.bulk_create(
        TaxZone(country_code=country, area=area, included=False, percent=rate, shipping_percent=shipping)
        for country, areas in ADDED.items()
        for area, rate, shipping in areas
    )
