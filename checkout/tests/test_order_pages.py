"""Orders as their buyers see them; and that nobody else sees anything of them."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.signing import TimestampSigner
from django.urls import reverse
from django.utils import timezone

from accounts.models import Customer
from cart.models import CartLine
from catalog.models import Price, Stock
from checkout.expire import expire_orders
from checkout.links import SIGNER, VALID, order_link
from checkout.models import Order, OrderEvent, Payment
from checkout.pay import count_payment
from checkout.refund import refund
from checkout.ship import ship
from checkout.states import State

pytestmark = pytest.mark.django_db
PAGES = ["orders:show", "checkout:pay", "checkout:done"]
ACTIONS = ["orders:cancel", "orders:another", "checkout:again", "checkout:pay"]


def pay_for(order) -> Order:
    about = {"variant": "dummy", "currency": order.currency, "total": order.total, "captured_amount": order.total}
    return count_payment(Payment.objects.create(order=order, **about).pk)


def url(name, order) -> str:
    return reverse(name, args=[order.number])


@pytest.fixture
def order(buyer, variant):
    """A guest's, not paid yet."""
    buyer.buy(variant, 2)
    return Order.objects.get()


@pytest.fixture
def bob(db):
    return Customer.objects.create_user("bob@example.com", "another long pass phrase")


class TestNobodyElse:
    """Whoever knows the number alone has nothing."""

    @pytest.fixture(params=["no session", "another guest", "another customer"])
    def stranger(self, request, client_class, bob, make_variant, order):
        stranger = client_class()
        if request.param == "another guest":
            stranger.post(reverse("cart:add"), {"variant": make_variant("MUG").pk})
        elif request.param == "another customer":
            stranger.force_login(bob)
        return stranger

    @pytest.mark.parametrize("page", PAGES)
    def test_sees_it(self, stranger, order, page):
        response = stranger.get(url(page, order))
        assert response.status_code == 404 and b"High Street" not in response.content

    @pytest.mark.parametrize("action", ACTIONS)
    def test_changes_it(self, stranger, order, action):
        assert stranger.post(url(action, order)).status_code == 404
        order.refresh_from_db()
        assert order.state == State.PENDING

    def test_finds_it_in_a_list(self, client_class, bob, order):
        stranger = client_class()
        stranger.force_login(bob)
        assert order.number not in stranger.get(reverse("orders:list")).content.decode()

    @pytest.mark.parametrize("forged", ["x", "{number}", "{number}:1a:b", "{number}:{time}:signed-by-nobody"])
    def test_forges_a_link(self, client_class, order, forged):
        token = forged.format(number=order.number, time=TimestampSigner().timestamp())
        stranger = client_class()
        assert stranger.get(reverse("checkout:door", args=[token])).status_code == 404
        assert stranger.get(url("orders:show", order)).status_code == 404

    def test_signs_it_for_another_purpose(self, client_class, order):
        token = TimestampSigner(salt="another").sign(order.number)
        assert client_class().get(reverse("checkout:door", args=[token])).status_code == 404


@pytest.mark.parametrize("name", [*PAGES, *ACTIONS])
def test_a_number_that_there_is_not(buyer, order, name):
    path = reverse(name, args=["2222-2222-2222"])
    answer = buyer.client.post(path) if name in ACTIONS else buyer.client.get(path)
    assert answer.status_code == 404


@pytest.mark.reads_primary("the session learns the order from the link")
def test_a_mailed_link_opens_the_order_to_a_guest(client_class, order, settings):
    phone = client_class()
    path = order_link(order).removeprefix(settings.SITE_URL)
    answer = phone.get(path)
    assert answer.url == url("orders:show", order) and order.number not in answer.cookies
    assert b"1 High Street" in phone.get(answer.url).content


def test_a_link_ends(client_class, order, monkeypatch):
    token = SIGNER.sign(order.number)
    monkeypatch.setattr("checkout.links.VALID", VALID - VALID - timedelta(seconds=1))
    answer = client_class().get(reverse("checkout:door", args=[token]))
    assert answer.status_code == 404 and b"too old" in answer.content


def test_a_customers_link_asks_for_the_account(bob, order, settings):
    order.customer = bob
    assert order_link(order) == settings.SITE_URL + url("orders:show", order)


def test_the_page_tells_what_happened_in_the_buyers_words(buyer, order):
    pay_for(order)
    order.note(OrderEvent.Kind.NOTE, "staff eve@example.com", "a difficult buyer")
    order.note(OrderEvent.Kind.TROUBLE, "payment", "charged twice")
    ship(order.pk, "staff eve@example.com", "Royal Mail", "RM123")
    refund(order.pk, Decimal("5.00"), "a scratch", "scratch", "staff eve@example.com")
    page = buyer.client.get(url("orders:show", order)).content.decode()
    for words in ("placed your order", "has arrived", "on its way", "Royal Mail, tracking number RM123", "$5.00 is on"):
        assert words in page, words
    for secret in ("difficult", "twice", "eve@", "scratch"):
        assert secret not in page, secret


def test_what_was_agreed_is_shown_whatever_it_costs_now(buyer, order, variant):
    Price.objects.filter(variant=variant).update(amount="99.00")
    page = buyer.client.get(url("orders:show", order)).content.decode()
    assert "$46.88" in page and "$99.00" not in page


class TestCancelling:
    def test_while_it_is_possible(self, buyer, order, variant):
        pay_for(order)
        answer = buyer.client.post(url("orders:cancel", order))
        assert (answer.status_code, answer.url) == (303, url("orders:show", order))
        order.refresh_from_db()
        assert (order.state, order.refunded) == (State.CANCELLED, order.total)
        page = buyer.client.get(answer.url).content.decode()
        assert "is cancelled" in page and "Cancel this order" not in page
        assert Stock.objects.get(pk=variant.pk).on_hand == 10

    def test_not_once_it_is_on_its_way(self, buyer, order):
        pay_for(order)
        ship(order.pk, "staff")
        buyer.client.post(url("orders:cancel", order))
        order.refresh_from_db()
        assert order.state == State.SHIPPED
        assert "be cancelled any more" in buyer.client.get(url("orders:show", order)).content.decode()

    def test_never_by_a_link(self, buyer, order):
        assert buyer.client.get(url("orders:cancel", order)).status_code == 405

    def test_the_cart_can_be_ordered_again(self, buyer, order):
        buyer.client.post(url("orders:cancel", order))
        assert buyer.order().status_code == 303
        assert Order.objects.count() == 2


class TestBuyingAgain:
    def test_what_there_is_goes_into_the_cart(self, buyer, order):
        pay_for(order)
        assert not CartLine.objects.exists()
        assert buyer.client.post(url("orders:another", order)).url == reverse("cart:show")
        assert CartLine.objects.get().quantity == 2

    def test_what_there_is_not_is_named(self, buyer, order, variant):
        pay_for(order)
        Stock.objects.filter(pk=variant.pk).update(on_hand=0)
        answer = buyer.client.post(url("orders:another", order))
        assert "LAMP is sold out" in buyer.client.get(answer.url).content.decode()


class TestTheClock:
    @pytest.fixture
    def late(self, order):
        Order.objects.update(reserved_until=timezone.now() - timedelta(seconds=1))
        order.refresh_from_db()
        return order

    @pytest.mark.parametrize("beat_came", [False, True])
    def test_one_press_tries_again(self, buyer, late, variant, beat_came):
        if beat_came:
            expire_orders()
        assert "reservation has ended" in buyer.get("pay", late.number).content.decode()
        answer = buyer.post("again", late.number)
        again = Order.objects.latest("id")
        assert again.number != late.number and again.number in answer.url
        assert again.fingerprint == late.fingerprint and again.is_reserved
        late.refresh_from_db()
        assert late.state == State.EXPIRED and Stock.objects.get(pk=variant.pk).reserved == 2

    def test_what_has_changed_is_shown_first(self, buyer, late, variant):
        Price.objects.filter(variant=variant).update(amount="30.00")
        answer = buyer.post("again", late.number)
        assert buyer.client.get(answer.url).url == reverse("checkout:review")
        assert Order.objects.count() == 1

    def test_what_is_gone_is_said(self, buyer, late, variant):
        expire_orders()
        Stock.objects.filter(pk=variant.pk).update(on_hand=1)
        answer = buyer.client.get(buyer.post("again", late.number).url)
        assert "1 left, 2 wanted" in buyer.client.get(answer.url).content.decode()

    def test_too_early_it_changes_nothing(self, buyer, order):
        assert buyer.post("again", order.number).url == url("checkout:pay", order)
        assert Order.objects.count() == 1


class TestTheList:
    @pytest.fixture
    def many(self, bob, order):
        order.customer = bob
        order.save()
        columns = {field.attname for field in Order._meta.concrete_fields} - {"id", "number", "key", "placed_at"}
        copied = {name: getattr(order, name) for name in columns}
        return [order, *(Order.objects.create(**copied | {"key": uuid4()}) for _ in range(24))]

    def test_newest_first_by_pages(self, client, bob, many):
        client.force_login(bob)
        page = client.get(reverse("orders:list")).content.decode()
        assert all(order.number in page for order in many[5:]) and many[4].number not in page
        rest = client.get(reverse("orders:list"), {"before": many[5].pk}).content.decode()
        assert all(order.number in rest for order in many[:5]) and many[5].number not in rest

    @pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "٣"])
    def test_nonsense(self, client, bob, before):
        client.force_login(bob)
        assert client.get(reverse("orders:list"), {"before": before}).status_code == 404

    def test_guests_are_asked_to_log_in(self, client):
        assert reverse("accounts:login") in client.get(reverse("orders:list")).url
