"""Two change one order at the same instant: one of them comes first, and stock and money say which."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from checkout.cancel import cancel
from checkout.expire import expire, expire_orders
from checkout.models import Order, OrderLine, Payment, Refund
from checkout.pay import count_payment
from checkout.place_order import place_order
from checkout.refund import TooMuch, refund
from checkout.ship import ship
from checkout.states import NotPossible, State
from checkout.take_back import take_back
from checkout.tests.races.at_once import at_once
from checkout.tests.races.goods import make_variants, payment_of, purchase
from checkout.tests.races.guards import without_constraint, without_row_locks
from checkout.tests.races.ledger import mistakes
from checkout.tests.races.scenes import many_wishes, one_key

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


@pytest.fixture
def variant(db):
    """With an order of somebody else's waiting: what is wrongly released is then theirs."""
    (variant,) = make_variants(1000)
    place_order(purchase((variant, 30)), uuid4())
    return variant


def placed(variant, pieces: int = 3) -> Order:
    return place_order(purchase((variant, pieces)), uuid4())


def overdue(order: Order) -> Order:
    Order.objects.filter(pk=order.pk).update(reserved_until=timezone.now() - timedelta(seconds=1))
    return order


def cancel_and_pay(variant) -> tuple[Order, list]:
    order = placed(variant)
    payment = payment_of(order)
    answers = at_once(lambda: cancel(order.pk, "buyer"), lambda: count_payment(payment.pk))
    order.refresh_from_db()
    return order, answers


def test_cancelling_while_the_money_comes(variant):
    for _ in range(ROUNDS):
        order, answers = cancel_and_pay(variant)
        assert not any(isinstance(answer, Exception) for answer in answers)
        assert (order.state, mistakes(variant)) == (State.CANCELLED, [])
        assert sum(Refund.objects.filter(order=order).values_list("amount", flat=True)) == order.total


def test_without_the_lock_stock_is_lost(variant):
    with without_row_locks():
        cancel_and_pay(variant)
    assert mistakes(variant)


def expire_and_pay(variant) -> tuple[Order, list]:
    order = overdue(placed(variant))
    payment = payment_of(order)
    answers = at_once(lambda: expire(order.pk), lambda: count_payment(payment.pk))
    order.refresh_from_db()
    return order, answers


def test_the_reservation_ends_while_the_money_comes(variant):
    for _ in range(ROUNDS):
        order, answers = expire_and_pay(variant)
        assert not any(isinstance(answer, Exception) for answer in answers)
        assert (order.state, mistakes(variant)) == (State.PAID, [])
        assert not Refund.objects.filter(order=order).exists()


def test_the_reservation_ends_while_the_money_comes_without_the_lock(variant):
    with without_row_locks():
        expire_and_pay(variant)
    assert mistakes(variant)


def test_two_end_the_same_reservations(variant):
    orders = [overdue(placed(variant)) for _ in range(ROUNDS)]
    assert sum(at_once(expire_orders, expire_orders, expire_orders)) == len(orders)
    assert mistakes(variant) == []


def test_two_end_the_same_reservation_without_the_lock(variant):
    order = overdue(placed(variant))
    with without_row_locks():
        at_once(lambda: expire(order.pk), lambda: expire(order.pk))
    assert mistakes(variant)


def pay_twice(variant, charges: int) -> Order:
    """A redirect, a webhook and the reconciliation at once; with two charges, both in their hands."""
    order = placed(variant)
    payments = [payment_of(order) for _ in range(charges)]
    calls = [lambda payment=payment: count_payment(payment.pk) for payment in payments] * 4
    assert not [answer for answer in at_once(*calls) if isinstance(answer, Exception)]
    return order


@pytest.mark.parametrize("charges", [1, 2])
def test_money_is_counted_once_and_a_second_charge_goes_back(variant, charges):
    order = pay_twice(variant, charges)
    assert mistakes(variant) == []
    assert Payment.objects.filter(order=order, counted_at__isnull=False).count() == 1
    assert Refund.objects.filter(order=order).count() == charges - 1


def test_money_is_counted_twice_without_the_lock(variant):
    order = placed(variant)
    payment = payment_of(order)
    with without_row_locks():
        at_once(*[lambda: count_payment(payment.pk)] * 2)
    assert mistakes(variant)


def refund_twice(variant) -> tuple[Order, list]:
    order = placed(variant)
    count_payment(payment_of(order).pk)
    calls = [
        lambda key=key: refund(order.pk, Decimal("60.00"), "scratched", f"{order.number} {key}", "staff")
        for key in ("one", "two")
    ]
    return order, at_once(*calls)


def test_two_refunds_never_exceed_what_was_paid(variant):
    for _ in range(ROUNDS):
        order, answers = refund_twice(variant)
        assert sorted(type(answer) for answer in answers if isinstance(answer, Exception)) == [TooMuch]
        assert Refund.objects.get(order=order).amount == 60


def test_two_refunds_exceed_it_without_the_lock(variant):
    with without_row_locks():
        order, _ = refund_twice(variant)
    assert sum(Refund.objects.filter(order=order).values_list("amount", flat=True)) > order.total


def return_twice(variant, *keys: str, bought: int = 3) -> tuple[Order, list]:
    order = placed(variant, bought)
    count_payment(payment_of(order).pk)
    ship(order.pk, "staff")
    line = order.lines.get()
    calls = [lambda key=key: take_back(order.pk, {line.pk: 2}, "staff", f"{order.number} {key}") for key in keys]
    return order, at_once(*calls)


@pytest.mark.parametrize("keys", [("one", "one"), ("one", "two")])
def test_goods_come_back_once(variant, keys):
    for _ in range(ROUNDS // 2):
        order, _answers = return_twice(variant, *keys)
        assert OrderLine.objects.get(order=order).returned == 2
        assert Refund.objects.filter(order=order).count() == 1
        assert mistakes(variant) == []


def test_goods_come_back_twice_without_the_lock(variant):
    with without_row_locks(OrderLine):
        return_twice(variant, "one", "two", bought=10)  # money is left for both, and pieces
    assert mistakes(variant)


def test_a_return_and_a_cancellation(variant):
    order = placed(variant)
    count_payment(payment_of(order).pk)
    answers = at_once(lambda: cancel(order.pk, "buyer"), lambda: ship(order.pk, "staff"))
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [NotPossible]
    assert mistakes(variant) == []


def test_everything_at_once():
    for _ in range(ROUNDS):
        outcome = many_wishes()
        assert outcome.is_clean, outcome


def test_one_key_is_one_order():
    for _ in range(ROUNDS // 2):
        outcome = one_key(16)
        assert outcome.is_clean, outcome


def test_one_key_is_many_orders_without_the_constraint():
    with without_constraint("checkout_order", "checkout_order_key_key", "UNIQUE (key)"):
        assert one_key(16).double > 0
        Order.objects.all().delete()
