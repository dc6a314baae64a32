"""Two adds at the same instant. The race is first shown to exist without the single statement."""

import threading

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cart.models import Cart, CartLine
from cart.tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
BUYERS = 8


@pytest.fixture
def browser(client, make_variant, add):
    """A guest who has a cart with one piece of another variant."""
    add(client, make_variant())
    return client


def copy_of(client):
    copy = Client()
    copy.cookies = client.cookies
    return copy


def test_one_line_with_all_pieces(browser, tee, add):
    answers = at_once(*[lambda: add(copy_of(browser), tee).status_code] * BUYERS)
    assert answers == [303] * BUYERS
    assert CartLine.objects.get(variant=tee).quantity == BUYERS


def test_reading_then_writing_would_lose_pieces(tee):
    cart = Cart.objects.create()
    CartLine.objects.create(cart=cart, variant=tee, quantity=1, seen_currency="USD")
    both_have_read = threading.Barrier(2)

    def read_then_write():
        with transaction.atomic():
            line = CartLine.objects.get(cart=cart)
            both_have_read.wait()
            CartLine.objects.filter(pk=line.pk).update(quantity=line.quantity + 1)

    at_once(read_then_write, read_then_write)
    assert CartLine.objects.get(cart=cart).quantity == 2  # two added to one, and one of them is lost


def test_the_limit_of_a_line_holds(browser, tee, add):
    from catalog.models import Stock

    Stock.objects.update(on_hand=5)
    answers = at_once(*[lambda: add(copy_of(browser), tee).status_code] * BUYERS)
    assert sorted(answers) == [303] * 5 + [409] * 3
    assert CartLine.objects.get(variant=tee).quantity == 5


def test_the_limit_of_lines_holds(browser, make_variant, add, monkeypatch):
    monkeypatch.setattr("cart.models.cart.MAX_LINES", 3)
    variants = [make_variant() for _ in range(BUYERS)]
    answers = at_once(*[lambda variant=variant: add(copy_of(browser), variant).status_code for variant in variants])
    assert sorted(answers) == [303] * 2 + [409] * (BUYERS - 2)
    assert CartLine.objects.count() == 3


def test_a_customers_first_two_adds_make_one_cart(ann, tee, add):
    clients = [Client() for _ in range(BUYERS)]
    for client in clients:
        client.force_login(ann)
    answers = at_once(*[lambda client=client: add(client, tee).status_code for client in clients])
    assert answers == [303] * BUYERS
    assert CartLine.objects.get(cart__customer=ann).quantity == BUYERS


@pytest.fixture
def session_without_cart(client, tee, add, update):
    """A guest who has a session, and no cart in it."""
    add(client, tee)
    session = client.session
    Cart.objects.filter(pk=session.pop("cart")).delete()
    session.save()
    return client


def test_a_sessions_first_two_adds_make_one_cart(session_without_cart, tee, add):
    answers = at_once(*[lambda: add(copy_of(session_without_cart), tee).status_code] * BUYERS)
    assert answers == [303] * BUYERS
    assert CartLine.objects.get().quantity == BUYERS and Cart.objects.count() == 1
    assert session_without_cart.session["cart"] == Cart.objects.get().pk


def test_looking_whether_there_is_a_cart_then_making_one_would_make_two(session_without_cart, tee, add, monkeypatch):
    both_have_looked = threading.Barrier(2)

    def look_then_make(request):
        cart = Cart.objects.filter(pk=request.session.get("cart"), customer=None).first()
        both_have_looked.wait()
        cart = cart or Cart.objects.create()
        request.session["cart"] = cart.pk
        return cart

    monkeypatch.setattr("cart.add_to_cart.open_cart", look_then_make)
    assert at_once(*[lambda: add(copy_of(session_without_cart), tee).status_code] * 2) == [303, 303]
    assert Cart.objects.count() == 2  # and the session knows one of them: a piece is lost


def test_log_in_while_adding_loses_nothing(ann, browser, tee, add):
    """Whichever is first: the piece is in Ann's cart, or the buyer was told that it is not."""

    def log_in():
        fields = {"username": "ann@example.com", "password": "a long enough pass phrase"}
        return copy_of(browser).post(reverse("accounts:login"), fields).status_code

    added, logged_in = at_once(lambda: add(copy_of(browser), tee).status_code, log_in)
    assert logged_in == 302
    in_anns = CartLine.objects.filter(cart__customer=ann, variant=tee).exists()
    elsewhere = CartLine.objects.filter(cart__customer=None, variant=tee).exists()
    assert (added, in_anns or elsewhere) in {(303, True), (409, False)}
