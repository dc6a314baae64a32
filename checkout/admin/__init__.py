"""Orders to look at and to act on; ways to send parcels and taxes to edit."""

from checkout.admin.order import OrderAdmin
from checkout.admin.shipping_method import ShippingMethodAdmin
from checkout.admin.tax_zone import TaxZoneAdmin

__all__ = ["OrderAdmin", "ShippingMethodAdmin", "TaxZoneAdmin"]
