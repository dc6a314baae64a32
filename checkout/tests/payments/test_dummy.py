"""The test payment: a form of ours that pays or declines."""

import pytest
from django.template.loader import render_to_string

from cart.refused import Refused
from checkout.payments import start
from checkout.states import State

pytestmark = pytest.mark.django_db


def test_it_pays(order, begin):
    assert "/done/" in begin(order, "dummy", outcome="pay").url
    order.refresh_from_db()
    assert order.state == State.PAID
    assert order.payments.get().captured_amount == order.total


def test_paid_twice_it_is_paid_once(order, begin):
    begin(order, "dummy", outcome="pay")
    with pytest.raises(Refused, match="paid already"):
        begin(order, "dummy", outcome="pay")
    assert order.payments.count() == 1


def test_it_declines_and_can_be_tried_again(order, begin):
    assert "/pay/" in begin(order, "dummy", outcome="decline").url
    order.refresh_from_db()
    assert order.state == State.PENDING
    begin(order, "dummy", outcome="pay")
    assert sorted(order.payments.values_list("status", flat=True)) == ["confirmed", "rejected"]


@pytest.fixture
def show(rf, order, gateway):
    """Call it: what the payment page shows before anything is chosen."""
    return lambda variant: start(order, variant, rf.get("/checkout/pay/X/"))


def test_looking_begins_nothing(order, show, gateway):
    page = render_to_string(show("stripe").template, {"form": show("stripe"), "order": order})
    assert "Pay $64.87" in page
    assert 'name="variant" value="stripe"' in page
    assert not order.payments.exists()
    assert not gateway.asked


def test_the_form_says_what_it_is(order, begin, show):
    form = show("dummy")
    page = render_to_string(form.template, {"form": form, "order": order})
    assert "takes no real money" in page
    assert "$64.87" in page
    assert 'name="variant" value="dummy"' in page
    assert "Choose one of the two" in render_to_string(
        form.template, {"form": begin(order, "dummy", outcome="steal"), "order": order}
    )
