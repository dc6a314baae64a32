"""What is done later about an order's new state: written in the transaction that changed it (shop/tasks)."""

from decimal import Decimal

from checkout.models import Order, Payment, Refund


def paid(order: Order) -> None:
    pass


def expired(order: Order) -> None:
    take_no_more_money(order)


def cancelled(order: Order) -> None:
    take_no_more_money(order)


def shipped(order: Order) -> None:
    pass


def returned(order: Order, amount: Decimal) -> None:
    pass


def refund_asked(refund: Refund) -> None:
    tasks().send_refund.later(refund.pk, key=f"refund {refund.pk}")


def take_no_more_money(order: Order) -> None:
    if order.payments.filter(status__in=Payment.OPEN).exists():
        tasks().close_payments.later(order.pk, key=f"close payments {order.pk}")


def tasks():
    from checkout import tasks  # noqa: PLC0415  they call what calls us

    return tasks
