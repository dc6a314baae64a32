"""Orders, what they are made of, and how they are paid."""

from checkout.models.draft import Checkout
from checkout.models.event import OrderEvent
from checkout.models.order import Order
from checkout.models.order_line import OrderLine
from checkout.models.payment import Payment
from checkout.models.refund import Refund

__all__ = ["Checkout", "Order", "OrderEvent", "OrderLine", "Payment", "Refund"]
