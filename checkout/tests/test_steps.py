"""The road from the cart to the order, one step a page: whose turn it is, what may be changed, what is refused."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Address, Customer
from checkout.models import Checkout, Order, ShippingMethod
from checkout.states import State
from checkout.tests.road import HOME

pytestmark = pytest.mark.django_db
STEPS = ["address", "shipping", "payment", "review"]


@pytest.mark.reads_primary("a payment begins with the page that shows its form")
def test_a_guest_walks_from_the_cart_to_the_order(buyer, variant):
    buyer.add(variant, 2)
    assert buyer.get("start").url == reverse("checkout:address")
    assert buyer.say_address().status_code == 303
    assert buyer.get("start").url == reverse("checkout:shipping")
    assert buyer.choose().url == reverse("checkout:review")
    response = buyer.order()
    order = Order.objects.get()
    assert response.status_code == 303 and order.number in response.url
    assert (order.state, order.email, order.shipping_code) == (State.PENDING, "ann@example.com", "standard-europe")
    assert order.total == Decimal("39.98") + Decimal("6.90")
    assert order.tax == Decimal("7.81")  # a sixth of each, rounded: 6.66 and 1.15
    assert order.number in buyer.client.get(response.url).content.decode()
    assert buyer.post("pay", order.number, variant="dummy", outcome="pay").status_code == 302
    order.refresh_from_db()
    assert order.state == State.PAID
    assert "Thank you" in buyer.get("done", order.number).content.decode()
    assert not Checkout.objects.exists()


@pytest.mark.parametrize("step", ["start", *STEPS])
def test_an_empty_cart_leads_to_the_cart(buyer, step):
    response = buyer.get(step)
    assert (response.status_code, response.url) == (303, reverse("cart:show"))


@pytest.mark.parametrize("step", STEPS[1:])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_step_before_its_turn(buyer, variant, step, method):
    buyer.add(variant)
    response = getattr(buyer, method)(step)
    assert (response.status_code, response.url) == (303, reverse("checkout:address"))
    assert not Order.objects.exists()


def test_a_done_step_can_be_changed_and_later_ones_stay(buyer, variant):
    buyer.walk(variant)
    assert b"1 High Street" in buyer.get("address").content
    response = buyer.say_address(street_address="2 Low Road")
    assert buyer.client.get(response.url).url == reverse("checkout:review")
    page = buyer.get("review").content.decode()
    assert "2 Low Road" in page and "Standard" in page


def test_a_way_that_does_not_go_to_the_new_address_is_chosen_anew(buyer, variant):
    buyer.walk(variant)
    buyer.say_address(country_code="US", country_area="NY", city="New York", postal_code="10001")
    assert buyer.get("start").url == reverse("checkout:shipping")
    assert buyer.choose("standard-europe").status_code == 200  # said on the page: it is not offered
    assert buyer.get("start").url == reverse("checkout:shipping")


def test_the_bill_may_go_elsewhere(buyer, variant):
    buyer.add(variant)
    buyer.say_address(billing={"street_address": "3 Bank Lane"})
    buyer.choose()
    buyer.order()
    order = Order.objects.get()
    assert order.delivery_address["street_address"] == "1 High Street"
    assert order.billing_address["street_address"] == "3 Bank Lane"


def test_all_that_is_wrong_is_said_at_once_with_links(buyer, variant):
    buyer.add(variant)
    page = buyer.say_address(email="nobody", name="", postal_code="12").content.decode()
    for field in ("id_email", "id_delivery-name", "id_delivery-postal_code"):
        assert f'href="#{field}"' in page and f'id="{field}"' in page
    assert not Checkout.objects.exists()


def test_another_countrys_fields_without_a_script(buyer, variant):
    buyer.add(variant)
    fields = {"delivery-country_code": "US", "delivery-name": "Ann Lee", "email": "a@b.co"}
    page = buyer.post("address", **fields, **{"delivery-change_country": "1"}).content.decode()
    assert 'name="delivery-country_area"' in page and 'value="Ann Lee"' in page and 'value="a@b.co"' in page
    assert "errorlist" not in page


@pytest.mark.parametrize(
    "tampered",
    [
        {"country_code": "XX"},
        {"country_code": "KP"},
        {"name": "A" * 10_000},
        {"name": "Ann\x00Lee"},
        {"street_address": "a\nb\nc\nd\ne"},
        {"country_code": ""},
    ],
)
def test_nonsense_in_an_address_is_refused(buyer, variant, tampered):
    buyer.add(variant)
    assert buyer.say_address(**tampered).status_code == 200
    assert not Checkout.objects.exists()


@pytest.mark.parametrize("way", ["", "no-such-way", "standard", "-1", "9" * 5000])
def test_a_way_that_is_not_offered_is_refused(buyer, variant, way):
    buyer.add(variant)
    buyer.say_address()
    assert buyer.choose(way).status_code == 200
    assert not Checkout.objects.get().shipping_code


def test_no_way_at_all_is_said(buyer, variant):
    ShippingMethod.objects.update(is_active=False)
    buyer.add(variant)
    buyer.say_address()
    assert "no way to send" in buyer.get("shipping").content.decode()
    assert buyer.choose().status_code == 200


def test_where_there_is_one_provider_nobody_is_asked(buyer, variant):
    buyer.walk(variant)
    assert buyer.get("payment").url == reverse("checkout:review")


def test_where_there_are_two_the_buyer_chooses(buyer, variant, settings):
    dummy = settings.PAYMENT_VARIANTS["dummy"]
    settings.PAYMENT_VARIANTS = {"dummy": dummy, "other": dummy}
    buyer.walk(variant)
    assert buyer.get("start").url == reverse("checkout:payment")
    assert buyer.post("payment", provider="third").status_code == 200
    assert buyer.post("payment", provider="other").url == reverse("checkout:review")
    assert buyer.order().url.endswith("?by=other")


class TestCustomers:
    @pytest.fixture
    def ann(self, buyer, db):
        ann = Customer.objects.create_user("ann.lee@example.com", "a long enough pass phrase", name="Ann Lee")
        buyer.client.force_login(ann)
        return ann

    def saved(self, customer, **changed):
        return Address.objects.create(customer=customer, **HOME | changed)

    def test_a_saved_address_is_one_press(self, buyer, ann, variant):
        home, office = self.saved(ann), self.saved(ann, street_address="5 Work Way", is_for_billing=True)
        buyer.add(variant)
        page = buyer.get("address").content.decode()
        assert "5 Work Way" in page and 'name="email"' not in page
        buyer.post("address", saved=home.pk)
        buyer.choose()
        buyer.order()
        order = Order.objects.get()
        assert (order.customer, order.email) == (ann, ann.email)
        assert order.delivery_address == home.as_dict()
        assert order.billing_address == office.as_dict()

    @pytest.mark.parametrize("sent", ["foreign", "", "-1", "x", "9" * 400])
    def test_nobody_elses_address(self, buyer, ann, variant, sent):
        other = Customer.objects.create_user("bob@example.com", "another long pass phrase")
        foreign = self.saved(other, street_address="6 Secret Close")
        buyer.add(variant)
        response = buyer.post("address", saved=foreign.pk if sent == "foreign" else sent)
        assert response.status_code == 404 and b"Secret" not in response.content
        assert not Checkout.objects.exists()

    def test_nobodys_address_for_a_guest(self, buyer, variant):
        other = Customer.objects.create_user("bob@example.com", "another long pass phrase")
        buyer.add(variant)
        assert buyer.post("address", saved=self.saved(other).pk).status_code == 404

    def test_it_goes_on_on_another_device(self, buyer, ann, variant, client_class):
        buyer.walk(variant)
        elsewhere = client_class()
        elsewhere.force_login(ann)
        assert elsewhere.get(reverse("checkout:start")).url == reverse("checkout:review")

    def test_who_logs_in_on_the_way_keeps_what_they_said(self, buyer, variant, client_class):
        buyer.add(variant)
        buyer.say_address(street_address="7 Guest Grove")
        Customer.objects.create_user("ann.lee@example.com", "a long enough pass phrase")
        login = {"username": "ann.lee@example.com", "password": "a long enough pass phrase"}
        buyer.client.post(reverse("accounts:login"), login)
        assert buyer.get("start").url == reverse("checkout:shipping")
        buyer.choose()
        buyer.order()
        order = Order.objects.get()
        assert order.email == "ann.lee@example.com" and order.delivery_address["street_address"] == "7 Guest Grove"

    def test_an_order_that_waits_goes_with_who_logs_in(self, buyer, variant):
        buyer.buy(variant)
        ann = Customer.objects.create_user("ann.lee@example.com", "a long enough pass phrase")
        login = {"username": ann.email, "password": "a long enough pass phrase"}
        buyer.client.post(reverse("accounts:login"), login)
        assert buyer.get("start").url == reverse("checkout:waiting")
        assert Order.objects.get().cart_id == ann.cart.pk
