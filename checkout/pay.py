"""Money has arrived. A redirect, a webhook or the reconciliation says so, early or late, often: it is counted once.

An order takes one payment. Whatever else arrives for it goes back.
"""

from django.db import transaction
from django.utils import timezone

from cart.bought import remove_bought
from catalog import stock
from checkout import follow_ups
from checkout.models import Checkout, Order, OrderEvent, Payment
from checkout.refund import pay_back
from checkout.states import State

BY = "payment"


@transaction.atomic
def count_payment(payment_id: int) -> Order:
    """The provider confirms that it has this payment's money (`captured_amount`). The order, PAID if it can be.

    In one transaction with what follows from it: stock leaves the shelf, the cart is emptied, mails are written.
    """
    order = Order.locked(Payment.objects.values_list("order_id", flat=True).get(pk=payment_id))
    payment = Payment.objects.get(pk=payment_id)  # under the order's lock: as the last who counted left it
    if payment.counted_at or payment.refunds.exists():
        return order
    if problem := why_not(order, payment):
        order.note(OrderEvent.Kind.TROUBLE, BY, problem)
        pay_back(payment, payment.captured_amount, problem, key=f"unwanted {payment.token}")
        return order
    payment.counted_at = timezone.now()
    payment.save(update_fields=["counted_at"])
    order.become(
        State.PAID, BY, f"{payment.captured_amount} {payment.currency} by {payment.variant}", paid_at=timezone.now()
    )
    if order.cart_id:
        remove_bought(order.cart_id, order.pieces())
        Checkout.objects.filter(cart_id=order.cart_id, key=order.key).delete()
    follow_ups.paid(order)
    return order


def why_not(order: Order, payment: Payment) -> str:
    """Why this money can't pay the order; "" when it does, and the stock is then off the shelf."""
    if Payment.objects.filter(order=order, counted_at__isnull=False).exists():
        return f"charged twice: {payment.captured_amount} {payment.currency} by {payment.variant}"
    if (payment.captured_amount, payment.currency) != (order.total, order.currency):
        return f"{payment.captured_amount} {payment.currency} came instead of {order.total} {order.currency}"
    if order.state not in (State.PENDING, State.EXPIRED):
        return f"money came after the order was {order.state}"
    take = stock.sell if order.state == State.PENDING else stock.sell_unreserved
    try:
        with transaction.atomic():
            take(order.pieces(), f"order {order.number}")
    except stock.Short:
        return "the money came after the reservation had ended, and the goods are sold"
    return ""
