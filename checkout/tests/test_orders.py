"""An order's life: placed once, paid once, and whatever else may become of it; stock and money follow."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cart.models import Cart, CartLine
from cart.refused import Refused
from catalog.models import Stock, StockMovement
from checkout.cancel import cancel
from checkout.expire import expire_orders
from checkout.models import Order, OrderEvent, Payment, Refund
from checkout.pay import count_payment
from checkout.place_order import OutOfStock, place_order
from checkout.refund import TooMuch, refund
from checkout.ship import deliver, ship
from checkout.states import NEXT, NotPossible, State
from checkout.take_back import take_back

pytestmark = pytest.mark.django_db


def level(variant) -> tuple[int, int]:
    return Stock.objects.values_list("on_hand", "reserved").get(pk=variant.pk)


def paid(order, amount=None, currency=None) -> Order:
    payment = Payment.objects.create(
        order=order,
        variant="dummy",
        currency=currency or order.currency,
        total=order.total,
        captured_amount=order.total if amount is None else Decimal(amount),
        status="confirmed",
    )
    return count_payment(payment.pk)


@pytest.fixture
def order(purchase, variant):
    return place_order(purchase((variant, 3, "19.99")), uuid4())


def test_placing_reserves_and_freezes(order, variant):
    assert level(variant) == (10, 3)
    assert (order.goods, order.shipping, order.total) == (Decimal("59.97"), Decimal("4.90"), Decimal("64.87"))
    line = order.lines.get()
    assert (line.sku, line.quantity, line.unit_price, line.total) == ("LAMP", 3, Decimal("19.99"), Decimal("59.97"))
    assert order.state == State.PENDING
    assert timedelta(minutes=14) < order.reserved_until - timezone.now() <= timedelta(minutes=15)


def test_the_same_key_is_the_same_order(purchase, variant):
    key, wanted = uuid4(), purchase((variant, 3, "19.99"))
    orders = {place_order(wanted, key).pk for _ in range(3)}
    assert len(orders) == 1
    assert level(variant) == (10, 3)


def test_the_same_key_with_other_contents_is_refused(purchase, variant):
    key = uuid4()
    place_order(purchase((variant, 3, "19.99")), key)
    for other in (
        purchase((variant, 4, "19.99")),
        purchase((variant, 3, "18.99")),
        purchase((variant, 3, "19.99"), email="eve@example.com"),
    ):
        with pytest.raises(Refused) as refused:
            place_order(other, key)
        assert refused.value.status == 422
    assert level(variant) == (10, 3)


def test_too_many_are_refused_whole_and_named(purchase, variant, make_variant):
    plenty = make_variant("PLENTY", 100)
    with pytest.raises(OutOfStock, match="LAMP") as refused:
        place_order(purchase((plenty, 5, "1.00"), (variant, 11, "19.99")), uuid4())
    assert refused.value.variants == [variant.pk]
    assert (level(plenty), level(variant), Order.objects.count()) == ((100, 0), (10, 0), 0)


def test_paying_takes_stock_off_the_shelf_once(order, variant):
    paid(order)
    for _ in range(3):
        count_payment(order.payments.get().pk)
    order.refresh_from_db()
    assert order.state == State.PAID
    assert order.paid_at
    assert level(variant) == (7, 0)
    assert [event.after for event in order.events.all()] == [State.PENDING, State.PAID]


def test_what_was_bought_leaves_the_cart_and_what_came_later_stays(purchase, variant, make_variant):
    cart, other = Cart.objects.create(), make_variant("LATER")
    CartLine.objects.create(cart=cart, variant=variant, quantity=5, seen_currency="USD")
    CartLine.objects.create(cart=cart, variant=other, quantity=1, seen_currency="USD")
    paid(place_order(purchase((variant, 3, "19.99"), cart_id=cart.pk), uuid4()))
    assert dict(cart.lines.values_list("variant_id", "quantity")) == {variant.pk: 2, other.pk: 1}


def test_a_second_charge_goes_back(order):
    paid(order)
    paid(order)
    back = Refund.objects.get()
    assert (back.amount, back.payment.counted_at) == (order.total, None)
    order.refresh_from_db()
    assert (order.state, order.refunded) == (State.PAID, 0)
    assert order.events.filter(kind=OrderEvent.Kind.TROUBLE).count() == 1


def test_the_database_lets_one_payment_count(order):
    first, second = (
        Payment.objects.create(order=order, variant="dummy", currency="USD", total=order.total, status=status)
        for status in ("confirmed", "rejected")
    )
    Payment.objects.filter(pk=first.pk).update(counted_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=second.pk).update(counted_at=timezone.now())


@pytest.mark.parametrize(("amount", "currency"), [("0.01", "USD"), ("64.88", "USD"), ("64.87", "EUR")])
def test_another_amount_does_not_pay_and_goes_back(order, variant, amount, currency):
    assert paid(order, amount, currency).state == State.PENDING
    assert Refund.objects.get().amount == Decimal(amount)
    assert level(variant) == (10, 3)


def overdue(order) -> None:
    Order.objects.filter(pk=order.pk).update(reserved_until=timezone.now() - timedelta(seconds=1))


def test_a_reservation_ends(order, variant):
    assert expire_orders() == 0
    overdue(order)
    assert expire_orders() == 1
    assert expire_orders() == 0
    order.refresh_from_db()
    assert (order.state, level(variant)) == (State.EXPIRED, (10, 0))


def test_money_that_comes_late_still_buys_what_is_left(order, variant):
    overdue(order)
    expire_orders()
    assert paid(order).state == State.PAID
    assert level(variant) == (7, 0)


def test_money_that_comes_after_the_goods_are_sold_goes_back(order, variant, purchase):
    overdue(order)
    expire_orders()
    place_order(purchase((variant, 10, "19.99")), uuid4())
    assert paid(order).state == State.EXPIRED
    assert Refund.objects.get().amount == order.total
    assert level(variant) == (10, 10)


def test_a_cancelled_order_gives_everything_back(order, variant):
    cancel(order.pk, "buyer")
    assert level(variant) == (10, 0)
    assert not Refund.objects.exists()
    assert paid(order).state == State.CANCELLED  # the money was on its way
    assert Refund.objects.get().amount == order.total


def test_a_paid_order_that_is_cancelled_is_paid_back(order, variant):
    paid(order)
    refund(order.pk, Decimal("10.00"), "scratched", "one", "staff")
    cancel(order.pk, "buyer")
    order.refresh_from_db()
    assert (order.refunded, level(variant)) == (order.total, (10, 0))
    assert sorted(Refund.objects.values_list("amount", flat=True)) == [Decimal("10.00"), order.total - 10]


def test_no_more_goes_back_than_was_paid(order):
    paid(order)
    refund(order.pk, Decimal("60.00"), "one", "one", "staff")
    refund(order.pk, Decimal("60.00"), "one", "one", "staff")  # the same
    for amount in (Decimal("4.88"), Decimal("0"), Decimal("-1")):
        with pytest.raises(TooMuch):
            refund(order.pk, amount, "two", f"two {amount}", "staff")
    assert Refund.objects.count() == 1


def test_goods_that_come_back_line_by_line_add_up(order, variant):
    paid(order)
    ship(order.pk, "staff", "Post", "RR123")
    line = order.lines.get()
    amounts = [take_back(order.pk, {line.pk: 1}, "staff", f"return {number}") for number in range(3)]
    assert sum(amounts) == line.total
    order.refresh_from_db()
    assert (order.state, order.refunded, level(variant)) == (State.RETURNED, line.total, (10, 0))
    assert StockMovement.objects.filter(reason__startswith="return").count() == 3


def test_a_return_is_counted_once_and_never_beyond_what_was_bought(order):
    paid(order)
    ship(order.pk, "staff")
    deliver(order.pk, "staff")
    line = order.lines.get()
    assert take_back(order.pk, {line.pk: 2}, "staff", "a") == take_back(order.pk, {line.pk: 2}, "staff", "a")
    for pieces in ({line.pk: 2}, {line.pk: -1}, {line.pk: 0}, {line.pk + 1: 1}):
        with pytest.raises(Refused):
            take_back(order.pk, pieces, "staff", "b")
    line.refresh_from_db()
    assert line.returned == 2


def test_broken_goods_do_not_go_back_on_the_shelf(order, variant):
    paid(order)
    ship(order.pk, "staff")
    take_back(order.pk, {order.lines.get().pk: 3}, "staff", "broken", restock=False)
    assert level(variant) == (7, 0)


@pytest.mark.parametrize("state", State)
def test_no_state_follows_but_those_of_the_table(order, state):
    Order.objects.filter(pk=order.pk).update(state=state)
    for wanted in set(State) - NEXT[state]:
        with pytest.raises(NotPossible):
            Order.locked(order.pk).become(wanted, "test")


def test_the_database_refuses_an_order_that_does_not_add_up(order):
    for change in ({"total": order.total + 1}, {"discount": -1}, {"refunded": order.total + 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Order.objects.filter(pk=order.pk).update(**change)
