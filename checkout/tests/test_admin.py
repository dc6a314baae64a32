"""What staff see of orders and do with them; what was agreed stays as it was."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import Customer
from catalog.models import Stock
from checkout.models import Order, OrderEvent, Payment, Refund, ShippingMethod, TaxZone
from checkout.pay import count_payment
from checkout.place_order import place_order
from checkout.ship import ship
from checkout.states import State
from checkout.tests.road import hidden_fields

pytestmark = [pytest.mark.django_db, pytest.mark.reads_primary("the admin shows the newest state of all")]
BY = "staff editor@example.com"


@pytest.fixture
def editor(client):
    client.force_login(Customer.objects.create_superuser("editor@example.com", "the editor's own phrase"))
    return client


@pytest.fixture
def make_order(purchase, variant):
    return lambda quantity=3: place_order(purchase((variant, quantity, "19.99")), uuid4())


@pytest.fixture
def paid(make_order):
    order = make_order()
    about = {"variant": "dummy", "currency": order.currency, "total": order.total, "captured_amount": order.total}
    return count_payment(Payment.objects.create(order=order, **about).pk)


def page_of(order, name="") -> str:
    if name:
        return reverse("admin:checkout_order_act", args=[order.pk, name])
    return reverse("admin:checkout_order_change", args=[order.pk])


def act(client, order, name, **fields):
    """Opens the page that asks to confirm, and confirms."""
    page = client.get(page_of(order, name))
    assert page.status_code == 200
    return client.post(page_of(order, name), hidden_fields(page) | fields)


class TestTheList:
    def test_costs_no_more_queries_for_more_orders(self, editor, make_order, django_assert_max_num_queries):
        for _ in range(3):
            make_order(1)
        path = reverse("admin:checkout_order_changelist")
        editor.get(path)
        with django_assert_max_num_queries(12) as asked:
            page = editor.get(path)
        assert page.context["cl"].result_count == 3
        counts = [query["sql"] for query in asked.captured_queries if "COUNT" in query["sql"]]
        assert all("LIMIT" in sql for sql in counts)

    @pytest.mark.parametrize("term", ["{number}", "{start}", " ANN@example.com "])
    def test_finds_by_number_and_by_address(self, editor, make_order, term):
        order = make_order(1)
        asked = term.format(number=order.number.lower(), start=order.number[:6])
        page = editor.get(reverse("admin:checkout_order_changelist"), {"q": asked})
        assert [found.pk for found in page.context["cl"].result_list] == [order.pk]

    def test_what_is_to_look_into(self, editor, make_order):
        calm, odd, seen = make_order(1), make_order(1), make_order(1)
        for order in (odd, seen):
            order.note(OrderEvent.Kind.TROUBLE, "payment", "charged twice")
        act(editor, seen, "note", note="I have called the bank.")
        page = editor.get(reverse("admin:checkout_order_changelist"), {"trouble": "open"})
        assert [found.pk for found in page.context["cl"].result_list] == [odd.pk] != [calm.pk]


class TestOneOrder:
    def test_shows_all_and_edits_nothing(self, editor, paid, django_assert_max_num_queries):
        editor.get(page_of(paid))
        with django_assert_max_num_queries(14):
            page = editor.get(page_of(paid)).content.decode()
        for words in (paid.number, "LAMP", "SW1A 1AA", "64.87", "waiting for payment"):
            assert words in page, words
        assert 'name="total"' not in page and 'name="email"' not in page
        editor.post(page_of(paid), {"total": "1.00", "email": "thief@example.com"})
        paid.refresh_from_db()
        assert (paid.total, paid.email) == (Decimal("64.87"), "ann@example.com")

    def test_names_what_can_be_done_now(self, editor, paid):
        page = editor.get(page_of(paid)).content.decode()
        assert [
            name for name in ("ship", "deliver", "cancel", "refund", "return", "note") if f"/act/{name}/" in page
        ] == [
            "ship",
            "cancel",
            "refund",
            "note",
        ]


class TestActions:
    def test_ship_and_deliver(self, editor, paid):
        act(editor, paid, "ship", carrier="Royal Mail", tracking_number="RM1")
        act(editor, paid, "deliver")
        paid.refresh_from_db()
        assert (paid.state, paid.carrier, paid.tracking_number) == (State.DELIVERED, "Royal Mail", "RM1")
        assert set(paid.events.filter(after__in=[State.SHIPPED, State.DELIVERED]).values_list("by", flat=True)) == {BY}

    def test_cancel(self, editor, paid, variant):
        act(editor, paid, "cancel", reason="the buyer called")
        paid.refresh_from_db()
        assert (paid.state, paid.refunded) == (State.CANCELLED, paid.total)
        assert Stock.objects.get(pk=variant.pk).on_hand == 10

    def test_refund_a_part_once_however_often_it_is_sent(self, editor, paid):
        fields = hidden_fields(editor.get(page_of(paid, "refund"))) | {"amount": "5.00", "reason": "a scratch"}
        for _ in range(2):
            editor.post(page_of(paid, "refund"), fields)
        paid.refresh_from_db()
        assert paid.refunded == Decimal("5.00") and Refund.objects.count() == 1

    @pytest.mark.parametrize("amount", ["64.88", "-1", "0", "NaN", "1e99", "0.001", ""])
    def test_refund_nothing_that_was_not_paid(self, editor, paid, amount):
        act(editor, paid, "refund", amount=amount, reason="x")
        assert not Refund.objects.exists()

    def test_take_back_with_and_without_the_shelf(self, editor, paid, variant):
        ship(paid.pk, "staff")
        line = paid.lines.get()
        act(editor, paid, "return", **{f"line-{line.pk}": 1, "restock": "on"})
        act(editor, paid, "return", **{f"line-{line.pk}": 1})
        paid.refresh_from_db()
        line.refresh_from_db()
        assert (line.returned, paid.refunded, paid.state) == (2, Decimal("39.98"), State.SHIPPED)
        assert Stock.objects.get(pk=variant.pk).on_hand == 8

    @pytest.mark.parametrize("pieces", ["4", "-1", "0", "1.5", "x"])
    def test_take_back_no_more_than_was_bought(self, editor, paid, pieces):
        ship(paid.pk, "staff")
        act(editor, paid, "return", **{f"line-{paid.lines.get().pk}": pieces})
        assert not Refund.objects.exists()

    def test_what_is_not_possible_any_more_is_said(self, editor, paid):
        ship(paid.pk, "staff")
        answer = act(editor, paid, "cancel", reason="too late")
        assert "any more" in editor.get(answer.url).content.decode()
        paid.refresh_from_db()
        assert paid.state == State.SHIPPED

    def test_asks_before_it_does_anything(self, editor, paid):
        for name in ("ship", "cancel", "refund", "note"):
            editor.get(page_of(paid, name))
        paid.refresh_from_db()
        assert paid.state == State.PAID and not Refund.objects.exists()

    def test_an_action_that_there_is_not(self, editor, paid):
        assert editor.post(page_of(paid, "forget")).status_code == 404


class TestPermissions:
    """Each action has its own."""

    @pytest.fixture
    def packer(self, client):
        """May look, and ship."""
        packer = Customer.objects.create_user("packer@example.com", "the packer's own phrase", is_staff=True)
        packer.user_permissions.set(Permission.objects.filter(codename__in=["view_order", "ship_order"]))
        client.force_login(packer)
        return client

    def test_ships(self, packer, paid):
        act(packer, paid, "ship")
        paid.refresh_from_db()
        assert paid.state == State.SHIPPED

    @pytest.mark.parametrize("name", ["cancel", "refund", "return", "note"])
    def test_does_nothing_else(self, packer, paid, name):
        assert f"/act/{name}/" not in packer.get(page_of(paid)).content.decode()
        fields = {"key": "11111111-1111-1111-1111-111111111111", "amount": "1", "reason": "x", "note": "x"}
        assert packer.post(page_of(paid, name), fields).status_code == 403
        assert not Refund.objects.exists() and Order.objects.get().state == State.PAID

    def test_customers_are_shown_the_door(self, client, paid):
        client.force_login(Customer.objects.create_user("bob@example.com", "another long pass phrase"))
        assert client.get(page_of(paid, "ship")).status_code == 302
        assert client.post(page_of(paid, "ship")).status_code == 302
        assert Order.objects.get().state == State.PAID


class TestWhatEditorsSet:
    def test_a_way_to_send(self, editor):
        fields = {"code": "boat", "name": "Boat", "price": "9.90", "countries": ["GB", "FR"], "is_active": "on"}
        fields |= {"min_days": 9, "max_days": 20, "position": 0}
        assert editor.post(reverse("admin:checkout_shippingmethod_add"), fields).status_code == 302
        assert ShippingMethod.objects.get(code="boat").countries == ["GB", "FR"]
        page = editor.post(reverse("admin:checkout_shippingmethod_add"), fields | {"code": "b", "max_days": 1})
        assert page.status_code == 200 and "less than the least" in page.content.decode()

    @pytest.mark.parametrize(("percent", "is_saved"), [("8.875", True), ("-1", False), ("101", False)])
    def test_a_tax(self, editor, percent, is_saved):
        fields = {"country_code": "US", "area": "NV", "percent": percent, "shipping_percent": "0"}
        fields |= {"rates-TOTAL_FORMS": "0", "rates-INITIAL_FORMS": "0"}
        editor.post(reverse("admin:checkout_taxzone_add"), fields)
        assert TaxZone.objects.filter(area="NV").exists() == is_saved
