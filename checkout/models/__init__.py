"""Orders, what they are made of, how they are paid; ways to send them, and taxes."""

from checkout.models.draft import Checkout
from checkout.models.event import OrderEvent
from checkout.models.invoice import Invoice, InvoiceSeries
from checkout.models.order import Order
from checkout.models.order_line import OrderLine
from checkout.models.payment import Payment
from checkout.models.payment_event import PaymentEvent
from checkout.models.refund import Refund
from checkout.models.shipping_method import ShippingMethod
from checkout.models.tax_zone import TaxRate, TaxZone

__all__ = [
    "Checkout",
    "Invoice",
    "InvoiceSeries",
    "Order",
    "OrderEvent",
    "OrderLine",
    "Payment",
    "PaymentEvent",
    "Refund",
    "ShippingMethod",
    "TaxRate",
    "TaxZone",
]
