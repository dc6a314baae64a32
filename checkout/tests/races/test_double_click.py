"""Sixteen clicks, from the order to the charge: one order, one payment, the money once."""

import threading
from unittest.mock import patch
from uuid import uuid4

import pytest

from checkout.models import Order, Payment, Refund
from checkout.payments.gateway import Seen, Standing
from checkout.payments.settle import settle
from checkout.payments.start import open_payment
from checkout.place_order import Purchase, place_order
from checkout.states import State
from checkout.tests.races.at_once import at_once
from checkout.tests.races.goods import make_variants, purchase
from checkout.tests.races.guards import without_row_locks
from checkout.tests.races.ledger import mistakes

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 16


def click(wanted: Purchase, key) -> Order:
    """What the review, the page to pay at and the provider's answer do one after another."""
    order = place_order(wanted, key)
    if order.state != State.PENDING:
        return order
    payment = open_payment(order.pk, "dummy")
    return settle(payment.pk, Seen(payment.token, Standing.PAID, payment.total, payment.currency))


def test_one_order_one_charge():
    (variant,) = make_variants(10)
    key, wanted = uuid4(), purchase((variant, 2))
    at_once(*[lambda: click(wanted, key)] * CLICKS)  # some are told that it is paid already
    assert Order.objects.get().state == State.PAID
    assert Payment.objects.get().counted_at
    assert not Refund.objects.exists()
    assert mistakes(variant) == []


def test_without_the_lock_the_constraint_is_what_is_left():
    (variant,) = make_variants(10)
    order = place_order(purchase((variant, 2)), uuid4())
    save, both_found_none = Payment.save, threading.Barrier(2)

    def late(payment, **how):
        both_found_none.wait(10)
        save(payment, **how)

    with without_row_locks(), patch.object(Payment, "save", late):
        answers = at_once(*[lambda: open_payment(order.pk, "dummy")] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["IntegrityError", "Payment"]
