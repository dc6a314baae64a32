"""A guest who logs in keeps what they chose."""

import pytest
from django.test import Client
from django.urls import reverse

from cart.models import Cart, CartLine
from catalog.models import Stock

pytestmark = pytest.mark.django_db


def log_in(client):
    fields = {"username": "ann@example.com", "password": "a long enough pass phrase"}
    assert client.post(reverse("accounts:login"), fields).status_code == 302


@pytest.fixture
def anns_cart(ann):
    return Cart.objects.create(customer=ann)


def fill(cart, variant, quantity):
    return CartLine.objects.create(cart=cart, variant=variant, quantity=quantity, seen_price=20, seen_currency="USD")


def quantities(ann):
    return dict(CartLine.objects.filter(cart__customer=ann).values_list("variant__sku", "quantity"))


def test_a_first_log_in_takes_the_cart_along(client, ann, tee, add):
    add(client, tee, 2)
    log_in(client)
    assert quantities(ann) == {tee.sku: 2}
    assert Cart.objects.count() == 1
    assert "cart" not in client.session
    assert client.get(reverse("cart:show")).context["cart"].totals.quantity == 2


def test_signing_up_takes_it_along_too(client, tee, add):
    add(client, tee, 2)
    fields = {"name": "Bo", "email": "bo@example.com", "password": "a long enough pass phrase"}
    client.post(reverse("accounts:signup"), fields)
    assert Cart.objects.get().customer.email == "bo@example.com"


def test_quantities_add_up(client, ann, anns_cart, tee, make_variant, add):
    other = make_variant()
    fill(anns_cart, tee, 3)
    add(client, tee, 2)
    add(client, other, 1)
    log_in(client)
    assert quantities(ann) == {tee.sku: 5, other.sku: 1}


@pytest.mark.parametrize(("on_hand", "expected"), [(1000, 99), (70, 70), (10, 60)])
def test_as_far_as_line_and_stock_go_and_never_below_what_was_there(
    client, ann, anns_cart, tee, add, on_hand, expected
):
    Stock.objects.update(on_hand=1000)
    fill(anns_cart, tee, 60)
    add(client, tee, 50)
    Stock.objects.update(on_hand=on_hand)
    log_in(client)
    assert quantities(ann) == {tee.sku: expected}


def test_as_many_lines_as_there_is_room_for(client, ann, anns_cart, make_variant, add, monkeypatch):
    monkeypatch.setattr("cart.models.cart.MAX_LINES", 3)
    monkeypatch.setattr("cart.merge.MAX_LINES", 3)
    shared, *others = [make_variant() for _ in range(4)]
    fill(anns_cart, make_variant(), 1)
    fill(anns_cart, shared, 1)
    for variant in (*others, shared)[-3:]:
        add(client, variant, 2)
    log_in(client)
    assert len(quantities(ann)) == 3
    assert quantities(ann)[shared.sku] == 3  # a line that is there already needs no room


def test_after_log_out_the_cart_stays_with_the_customer(client, ann, tee, add):
    client.force_login(ann)
    add(client, tee, 2)
    client.post(reverse("accounts:logout"))
    assert client.get(reverse("cart:show")).context["cart"].lines == []
    log_in(client)
    assert client.get(reverse("cart:show")).context["cart"].totals.quantity == 2


def test_the_next_visitor_of_the_same_browser_inherits_nothing(client, ann, tee, add):
    client.force_login(ann)
    add(client, tee, 2)
    client.post(reverse("accounts:logout"))
    add(client, tee, 1)
    assert quantities(ann) == {tee.sku: 2}


def test_logging_in_twice_merges_once(ann, tee, add):
    one = Client()
    add(one, tee, 2)
    two = Client()
    two.cookies["sessionid"] = one.cookies["sessionid"].value
    log_in(one)
    two.post(reverse("accounts:login"), {"username": "ann@example.com", "password": "a long enough pass phrase"})
    assert quantities(ann) == {tee.sku: 2}


class TestWhatTheVisitorIsTold:
    def after_log_in(self, client):
        log_in(client)
        return client.get(reverse("cart:show")).content.decode()

    def test_nothing_where_nothing_changed(self, client, ann, tee, add):
        add(client, tee, 2, headers={"Accept": "application/json"})  # says so to the script alone
        assert "notice" not in self.after_log_in(client)

    def test_that_two_carts_are_one(self, client, ann, anns_cart, tee, make_variant, add):
        fill(anns_cart, make_variant(), 1)
        add(client, tee, 2)
        assert "one cart now" in self.after_log_in(client)

    def test_what_did_not_fit_into_a_line(self, client, ann, anns_cart, tee, add):
        fill(anns_cart, tee, 40)
        add(client, tee, 20)
        assert f"{tee.sku}: 60 in both carts together, of which 50 fit" in self.after_log_in(client)

    def test_what_found_no_room(self, client, ann, anns_cart, tee, make_variant, add, monkeypatch):
        monkeypatch.setattr("cart.merge.MAX_LINES", 1)
        fill(anns_cart, make_variant(), 1)
        add(client, tee, 2)
        assert f"no room for: {tee.sku}" in self.after_log_in(client)
