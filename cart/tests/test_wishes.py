"""Wish lists: a visitor's own, which guests take along when they log in."""

import pytest
from django.test import Client
from django.urls import reverse

from cart.models import CartLine, Wish, WishList
from catalog.models import Price, Product, Stock, Variant

pytestmark = pytest.mark.django_db


def wish(client, variant=None, product=None, **extra):
    fields = {"variant": getattr(variant, "pk", variant), "product": getattr(product, "pk", product)}
    return client.post(reverse("wishes:add"), {name: value for name, value in fields.items() if value}, **extra)


def page(client) -> str:
    return client.get(reverse("wishes:show")).content.decode()


def log_in(client):
    fields = {"username": "ann@example.com", "password": "a long enough pass phrase"}
    assert client.post(reverse("accounts:login"), fields).status_code == 302


def act(client, name, number):
    return client.post(reverse(f"wishes:{name}"), {"wish": number})


def titles(customer) -> list[str]:
    return sorted(Wish.objects.filter(wish_list__customer=customer).values_list("product__title", flat=True))


@pytest.fixture
def two_sizes(tee):
    """The product of the tee, which has a second variant now."""
    other = Variant.objects.create(product=tee.product, sku="TEE-L", options={"size": "L"})
    Price.objects.create(variant=other, currency="USD", amount=21)
    Stock.objects.create(variant=other, on_hand=5)
    return tee.product


def test_a_guest_puts_it_on_the_list_once(client, tee):
    for _ in range(2):
        assert wish(client, tee).url == reverse("wishes:show")
    assert Wish.objects.count() == 1
    assert tee.product.title in page(client) and "Move to the cart" in page(client)
    assert "Log in" in page(client)


def test_where_there_is_nothing_to_choose_it_is_chosen(client, tee):
    wish(client, product=tee.product)
    assert Wish.objects.get().variant == tee


def test_where_there_is_a_choice_it_is_made_later(client, two_sizes):
    wish(client, product=two_sizes)
    assert Wish.objects.get().variant is None
    assert "Choose" in page(client) and "Move to the cart" not in page(client)
    assert act(client, "move", Wish.objects.get().pk).status_code == 409


@pytest.mark.parametrize(
    "fields", [{}, {"variant": "x"}, {"product": 10**12}, {"variant": 9 * 10**30}, {"product": "-1"}]
)
def test_what_there_is_not_is_refused(client, tee, fields):
    answer = client.post(reverse("wishes:add"), fields)
    assert answer.status_code == 404 and "no such product" in answer.content.decode()
    assert not WishList.objects.exists()


def test_neither_what_is_not_published_nor_another_products_variant(client, make_variant, tee):
    draft = make_variant(status="draft")
    assert wish(client, draft).status_code == wish(client, product=draft.product).status_code == 404
    assert wish(client, tee, product=draft.product).status_code == 404
    assert not Wish.objects.exists()


def test_what_is_sold_out_may_be_wished_for(client, make_variant):
    gone = make_variant(on_hand=0)
    wish(client, gone)
    assert "Sold out now" in page(client) and "Move to the cart" not in page(client)
    assert act(client, "move", Wish.objects.get().pk).status_code == 409
    assert Wish.objects.exists() and not CartLine.objects.exists()


@pytest.mark.parametrize("change", ["product", "variant", "price"])
def test_what_became_of_it_is_shown(client, tee, change):
    wish(client, tee)
    if change == "product":
        Product.objects.update(status="archived")
    elif change == "variant":
        Variant.objects.update(is_active=False)
    else:
        Price.objects.all().delete()
    assert "No longer available" in page(client) and "Move to the cart" not in page(client)
    assert act(client, "move", Wish.objects.get().pk).status_code in (404, 409)


def test_it_moves_to_the_cart(client, tee):
    wish(client, tee)
    assert act(client, "move", Wish.objects.get().pk).status_code == 303
    assert CartLine.objects.get().quantity == 1 and not Wish.objects.exists()
    assert "In your cart now" in page(client)


def test_it_goes(client, tee):
    wish(client, tee)
    number = Wish.objects.get().pk
    act(client, "remove", number)
    assert not Wish.objects.exists()
    assert act(client, "remove", number).status_code == 404


@pytest.mark.parametrize("name", ["move", "remove"])
@pytest.mark.parametrize("attacker", ["stranger", "guest", "customer"])
@pytest.mark.parametrize("owner", ["guest", "customer"])
def test_anothers_wish_is_not_there(ann, tee, make_variant, name, owner, attacker):
    theirs, mallory = Client(), Client()
    if owner == "customer":
        theirs.force_login(ann)
    wish(theirs, tee)
    coveted = Wish.objects.get().pk
    if attacker == "customer":
        mallory.force_login(type(ann).objects.create_user("mallory@example.com", "a long enough pass phrase"))
    if attacker != "stranger":
        wish(mallory, make_variant())
    assert act(mallory, name, coveted).status_code == 404
    assert Wish.objects.filter(pk=coveted).exists() and not CartLine.objects.exists()
    assert tee.product.title not in page(mallory)


def test_a_guests_list_comes_along(client, ann, tee, make_variant):
    other = make_variant()
    wish(client, tee)
    wish(client, other)
    WishList.open(customer_id=ann.pk).add(tee.product_id, tee.pk)
    log_in(client)
    assert titles(ann) == sorted([tee.product.title, other.product.title])
    assert WishList.objects.count() == 1 and "wishes" not in client.session
    assert other.product.title in page(client)
    client.post(reverse("accounts:logout"))
    assert tee.product.title not in page(client)


def test_at_most_so_many_also_when_two_lists_become_one(client, ann, make_variant, monkeypatch):
    monkeypatch.setattr("cart.models.wish.MAX_WISHES", 2)
    first, second, third = (make_variant() for _ in range(3))
    for variant in (first, second):
        wish(client, variant)
    answer = wish(client, third)
    assert answer.status_code == 409 and "Your wish list is full" in answer.content.decode()
    assert wish(client, first).status_code == 303  # is on it already
    WishList.open(customer_id=ann.pk).add(third.product_id, third.pk)
    log_in(client)
    assert titles(ann) == sorted([second.product.title, third.product.title])  # the newest has room


def test_a_script_gets_json(client, tee):
    answer = wish(client, tee, headers={"Accept": "application/json"})
    assert answer.json() == {"message": f"On your wish list: {tee.product.title}", "wish_quantity": 1}
    assert wish(client, 10**9, headers={"Accept": "application/json"}).json()["error"]


def test_another_site_puts_nothing_on_it(tee):
    client = Client(enforce_csrf_checks=True)
    assert wish(client, tee, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert wish(client, tee, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303
    number = Wish.objects.get().pk
    forged = client.post(reverse("wishes:remove"), {"wish": number}, headers={"Sec-Fetch-Site": "same-origin"})
    assert forged.status_code == 403 and Wish.objects.exists()  # a private page's form has its token


def test_the_page_costs_two_queries_however_many(client, make_variant, django_assert_max_num_queries):
    for _ in range(5):
        wish(client, make_variant())
    page(client)
    with django_assert_max_num_queries(4) as asked:  # wishes; prices; the badge's sum; the menu
        client.get(reverse("wishes:show"))
    assert sum('FROM "cart_wish"' in query["sql"] for query in asked.captured_queries) == 1


def test_a_visitor_without_a_session_is_asked_nothing(client, django_assert_max_num_queries):
    page(client)
    with django_assert_max_num_queries(1):  # the menu
        answer = client.get(reverse("wishes:show"))
    assert "sessionid" not in answer.cookies


def test_lists_of_guests_who_stay_away_are_forgotten(client, ann, tee):
    from datetime import timedelta

    from django.utils import timezone

    from cart.tasks import KEPT_DAYS, forget_wish_lists

    wish(client, tee)
    WishList.open(customer_id=ann.pk).add(tee.product_id, tee.pk)
    forget_wish_lists()
    assert WishList.objects.count() == 2
    WishList.objects.update(updated_at=timezone.now() - timedelta(days=KEPT_DAYS + 1))
    forget_wish_lists()
    assert WishList.objects.get().customer == ann
