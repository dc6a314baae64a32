"""The test payment: a form of ours that pays or declines."""

import pytest
from django.template.loader import render_to_string

from cart.refused import Refused
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


def test_the_form_says_what_it_is(order, begin):
    form = begin(order, "dummy")
    page = render_to_string(form.template, {"form": form, "order": order})
    assert "takes no real money" in page
    assert "$64.87" in page
    assert 'name="variant" value="dummy"' in page
    assert "Choose one of the two" in render_to_string(
        form.template, {"form": begin(order, "dummy", outcome="steal"), "order": order}
    )
