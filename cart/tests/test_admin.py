"""Carts in the admin are looked into, not changed."""

import pytest
from django.urls import reverse

from accounts.models import Customer
from cart.models import Cart, CartLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(Customer.objects.create_superuser("editor@example.com", "the editor's own phrase"))
    return client


def test_the_list_asks_at_most_twelve_queries(editor, django_assert_max_num_queries):
    for number in range(30):
        Cart.objects.create(customer=Customer.objects.create_user(f"c{number}@example.com"))
    with django_assert_max_num_queries(12):  # session (where Redis is down), editor, count, rows with their customers
        assert editor.get(reverse("admin:cart_cart_changelist"), {"q": "c2"}).context["cl"].result_count == 11


def test_a_cart_is_shown_with_its_lines_and_cannot_be_changed(editor, tee):
    cart = Cart.objects.create()
    CartLine.objects.create(cart=cart, variant=tee, quantity=3, seen_currency="USD")
    path = reverse("admin:cart_cart_change", args=[cart.pk])
    assert tee.sku in editor.get(path).content.decode()
    assert editor.post(path, {"lines-0-quantity": 9}).status_code == 403
