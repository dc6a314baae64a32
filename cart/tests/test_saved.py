"""Put aside for later, and back."""

import pytest
from django.test import Client
from django.urls import reverse

from cart.models import CartLine, SavedLine
from catalog.models import Price, Product, Stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(client, tee, add):
    add(client, tee, 3)
    return CartLine.objects.get()


@pytest.fixture
def post(client):
    def send(name, by=client, **fields):
        return by.post(reverse(f"cart:{name}"), fields)

    return send


@pytest.fixture
def saved(line, post):
    post("save", line=line.pk)
    return SavedLine.objects.get()


def test_a_saved_line_is_shown_but_not_counted(client, saved, tee):
    page = client.get(reverse("cart:show"))
    assert page.context["cart"].totals.total == 0 and not CartLine.objects.exists()
    assert "Saved for later" in page.content.decode() and tee.sku in page.content.decode()


def test_back_again(client, saved, post):
    assert post("restore", saved=saved.pk).status_code == 303
    assert CartLine.objects.get().quantity == 3 and not SavedLine.objects.exists()


def test_back_as_far_as_there_is_stock(saved, post):
    Stock.objects.update(on_hand=2)
    post("restore", saved=saved.pk)
    assert CartLine.objects.get().quantity == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda: Stock.objects.update(on_hand=0),
        lambda: Price.objects.all().delete(),
        lambda: Product.objects.update(status="archived"),
    ],
)
def test_what_cannot_be_bought_stays_where_it_is(client, saved, post, change):
    change()
    assert post("restore", saved=saved.pk).status_code == 409
    assert SavedLine.objects.exists() and not CartLine.objects.exists()
    assert client.get(reverse("cart:show")).status_code == 200


def test_saved_twice_adds_up(client, saved, tee, add, post):
    add(client, tee, 2)
    post("save", line=CartLine.objects.get().pk)
    assert SavedLine.objects.get().quantity == 5


def test_removed(saved, post):
    assert post("remove_saved", saved=saved.pk).status_code == 303
    assert not SavedLine.objects.exists()


def test_nobody_touches_what_another_has_put_aside(saved, post, ann, tee, add):
    stranger, customer = Client(), Client()
    customer.force_login(ann)
    add(customer, tee)
    for other in (stranger, customer):
        assert post("restore", by=other, saved=saved.pk).status_code == 404
        assert post("remove_saved", by=other, saved=saved.pk).status_code == 404
    assert SavedLine.objects.get().quantity == 3


def test_nobody_saves_anothers_line(line, post):
    assert post("save", by=Client(), line=line.pk).status_code == 404
    assert CartLine.objects.exists()


@pytest.mark.parametrize("number", ["", "-1", "abc", "9" * 30])
def test_nonsense_is_refused(saved, post, number):
    assert post("restore", saved=number).status_code == 404
    assert post("save", line=number).status_code == 404


def test_it_comes_along_at_log_in(client, saved, ann):
    client.post(reverse("accounts:login"), {"username": ann.email, "password": "a long enough pass phrase"})
    assert SavedLine.objects.get().cart.customer == ann
