"""The taxes that parcels to an address bear."""

from collections.abc import Mapping
from decimal import Decimal

from cart.pricing.tax import NO_TAX
from cart.totals import Tax
from checkout.models import TaxZone


def tax_of(address: Mapping[str, str]) -> Tax:
    """Of its state or province where that has rates of its own, else of its country; none elsewhere. Two queries."""
    areas = ["", address.get("country_area", "")]
    zones = TaxZone.objects.filter(country_code=address["country_code"], area__in=areas)
    zone = zones.order_by("-area").prefetch_related("rates").first()
    if zone is None:
        return NO_TAX
    rates = {rate.tax_class: fraction(rate.percent) for rate in zone.rates.all()}
    return Tax({"": fraction(zone.percent)} | rates, zone.included, fraction(zone.shipping_percent))


def fraction(percent: Decimal) -> Decimal:
    return percent / 100
