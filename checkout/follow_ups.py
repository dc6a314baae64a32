"""What is done later about an order's new state: written in the transaction that changed it (shop/tasks)."""

from decimal import Decimal

from checkout.models import Order, Refund


def paid(order: Order) -> None:
    pass


def expired(order: Order) -> None:
    pass


def cancelled(order: Order) -> None:
    pass


def shipped(order: Order) -> None:
    pass


def returned(order: Order, amount: Decimal) -> None:
    pass


def refund_asked(refund: Refund) -> None:
    pass
