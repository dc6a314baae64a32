"""Guests' carts that nobody can come back to go; all others stay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Customer
from cart import tasks
from cart.models import Cart, CartLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def carts(tee):
    """Two old ones of guests, one with a line; a fresh one; an old one of a customer."""
    carts = [Cart.objects.create() for _number in range(3)]
    carts.append(Cart.objects.create(customer=Customer.objects.create(email="ann@example.com")))
    CartLine.objects.create(cart=carts[0], variant=tee, quantity=1, seen_currency="USD")
    old = timezone.now() - timedelta(days=61)
    Cart.objects.filter(pk__in=[carts[0].pk, carts[1].pk, carts[3].pk]).update(updated_at=old)
    return carts


def test_guests_carts_go_after_two_months(carts, run_tasks, monkeypatch):
    monkeypatch.setattr(tasks, "BATCH", 1)
    tasks.forget_carts.later(key="clean")
    assert run_tasks() == ["clean", "clean from 2", "clean from 3"]
    assert set(Cart.objects.all()) == {carts[2], carts[3]}
    assert not CartLine.objects.exists()
