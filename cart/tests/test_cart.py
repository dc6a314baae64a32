"""Adding, changing and removing; what is refused, and that a refusal changes nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cart.models import MAX_LINES, Cart, CartLine
from catalog.models import Price, Product, Stock, Variant

pytestmark = pytest.mark.django_db
JSON = {"headers": {"Accept": "application/json"}}


def quantities():
    return dict(CartLine.objects.values_list("variant__sku", "quantity"))


class TestAdd:
    def test_the_first_makes_cart_and_session(self, client, tee, add):
        answer = add(client, tee, 2)
        assert (answer.status_code, answer.url) == (303, reverse("cart:show"))
        line = CartLine.objects.get()
        assert (line.quantity, line.seen_price, line.seen_currency) == (2, Decimal("20.00"), "USD")
        page = client.get(reverse("cart:show"))
        assert page.context["cart"].totals.total == Decimal("40.00")
        assert tee.product.title in page.content.decode()

    def test_says_what_was_done_once_in_cookies_that_varnish_lets_through(self, client, tee, add, settings):
        add(client, tee)
        kept = (settings.BASE_DIR / "varnish/cookies.vcl").read_text().split('cookie.keep("')[1].split('"')[0]
        assert set(client.cookies) <= set(kept.split(","))
        first, second = (client.get(reverse("cart:show")).content.decode() for _ in range(2))
        assert "Added to your cart" in first
        assert "Added to your cart" not in second

    def test_the_same_again_adds_up(self, client, tee, add):
        add(client, tee, 2)
        add(client, tee, 3)
        assert quantities() == {tee.sku: 5}

    def test_one_if_nothing_is_said(self, client, tee):
        client.post(reverse("cart:add"), {"variant": tee.pk})
        assert quantities() == {tee.sku: 1}

    def test_a_script_gets_json(self, client, tee, add):
        assert add(client, tee, 2, **JSON).json()["cart_quantity"] == 2
        refused = add(client, tee, 500, **JSON)
        assert refused.status_code == 400 and "99" in refused.json()["error"]

    def test_a_customers_cart_is_found_from_any_device(self, client, tee, add, ann):
        client.force_login(ann)
        add(client, tee)
        elsewhere = Client()
        elsewhere.force_login(ann)
        add(elsewhere, tee)
        assert quantities() == {tee.sku: 2} and Cart.objects.get().customer == ann

    @pytest.mark.parametrize(
        "quantity",
        ["-1", "0", "1.5", "1,5", "1e3", "NaN", "Infinity", "", "abc", "100", "9" * 400, "٣", "1\x00", "2 2", "+1"],
    )
    def test_refuses_a_quantity_that_is_none(self, client, tee, add, quantity):
        answer = add(client, tee, quantity)
        assert answer.status_code == 400 and b'role="alert"' in answer.content
        assert not Cart.objects.exists()

    @pytest.mark.parametrize("variant", ["0", "-1", "999999999999", "9" * 30, "abc", "", "1 OR 1=1", "1\x00"])
    def test_refuses_an_unknown_variant(self, client, tee, add, variant):
        assert add(client, variant).status_code == 404
        assert not Cart.objects.exists()

    @pytest.mark.parametrize(
        ("change", "status"),
        [
            (lambda tee: Product.objects.update(status="draft"), 404),
            (lambda tee: Product.objects.update(publish_at=timezone.now() + timedelta(hours=1)), 404),
            (lambda tee: Product.objects.update(unpublish_at=timezone.now() - timedelta(hours=1)), 404),
            (lambda tee: Variant.objects.update(is_active=False), 409),
            (lambda tee: Price.objects.all().delete(), 409),
            (lambda tee: Price.objects.update(currency="EUR"), 409),
            (lambda tee: Stock.objects.update(on_hand=0), 409),
            (lambda tee: Stock.objects.all().delete(), 409),
            (lambda tee: Stock.objects.update(on_hand=5, reserved=5), 409),
        ],
    )
    def test_refuses_what_cannot_be_bought(self, client, tee, add, change, status):
        change(tee)
        assert add(client, tee).status_code == status
        assert not Cart.objects.exists()

    def test_names_the_stock_that_is_left(self, client, tee, add):
        Stock.objects.update(on_hand=3)
        answer = add(client, tee, 4)
        assert f"{tee.sku} has 3 left; 4 requested. Lower the quantity." in answer.content.decode()
        add(client, tee, 2)
        assert add(client, tee, 2).status_code == 409
        assert quantities() == {tee.sku: 2}

    def test_at_most_99_in_a_line(self, client, tee, add):
        Stock.objects.update(on_hand=1000)
        add(client, tee, 60)
        assert add(client, tee, 40).status_code == 409
        assert quantities() == {tee.sku: 60}

    def test_at_most_200_lines(self, client, tee, make_variant, add, monkeypatch):
        monkeypatch.setattr("cart.models.cart.MAX_LINES", 2)
        add(client, tee)
        add(client, make_variant())
        assert add(client, make_variant()).status_code == 409
        assert add(client, tee).status_code == 303  # has its line already
        assert CartLine.objects.count() == 2 and MAX_LINES == 200

    def test_nobody_names_their_own_price(self, client, tee):
        wish = {"variant": tee.pk, "price": "0.01", "seen_price": "0.01", "currency": "IDR", "seen_currency": "IDR"}
        client.post(reverse("cart:add"), wish)
        line = CartLine.objects.get()
        assert (line.seen_price, line.seen_currency) == (Decimal("20.00"), "USD")
        assert client.get(reverse("cart:show")).context["cart"].totals.total == Decimal("20.00")

    def test_is_done_by_post_alone(self, client, tee):
        answer = client.get(reverse("cart:add"), {"variant": tee.pk, "quantity": 1})
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        assert "Your cart" in answer.content.decode() and not Cart.objects.exists()


class TestAcrossSites:
    """Cached pages carry no token; what the browser says decides."""

    def test_a_form_of_the_shop_needs_no_token(self, tee, add):
        assert add(Client(enforce_csrf_checks=True), tee, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303

    @pytest.mark.parametrize(
        "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {}]
    )
    def test_another_site_is_refused(self, tee, add, headers):
        assert add(Client(enforce_csrf_checks=True), tee, headers=headers).status_code == 403
        assert not Cart.objects.exists()

    def test_changes_need_the_token(self, tee, add, update):
        client = Client(enforce_csrf_checks=True)
        add(client, tee, headers={"Sec-Fetch-Site": "same-origin"})
        line = CartLine.objects.get()
        assert update(client, line, 5, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 403
        client.get(reverse("cart:show"))
        fields = {"line": line.pk, "quantity": 5, "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
        assert client.post(reverse("cart:update"), fields).status_code == 303


class TestUpdate:
    @pytest.fixture
    def line(self, client, tee, add):
        add(client, tee, 2)
        return CartLine.objects.get()

    def test_sets_and_removes(self, client, tee, line, update):
        update(client, line, 7)
        assert quantities() == {tee.sku: 7}
        update(client, line, 0)
        assert quantities() == {}
        assert update(client, line, 1).status_code == 404

    @pytest.mark.parametrize("quantity", ["-1", "1.5", "NaN", "", "100", "9" * 400])
    def test_refuses_a_quantity_that_is_none(self, client, tee, line, update, quantity):
        assert update(client, line, quantity).status_code == 400
        assert quantities() == {tee.sku: 2}

    def test_refuses_more_than_there_are_but_never_fewer(self, client, tee, line, update):
        Stock.objects.update(on_hand=1)
        assert update(client, line, 3).status_code == 409
        assert update(client, line, 1).status_code == 303
        Variant.objects.update(is_active=False)
        assert update(client, line, 0).status_code == 303

    def test_nobody_changes_another_visitors_line(self, client, tee, line, add, update, make_variant, ann):
        guest, customer = Client(), Client()
        customer.force_login(ann)
        for stranger in (Client(), guest, customer):
            add(stranger, make_variant()) if stranger in (guest, customer) else None
            for quantity in (0, 9):
                assert update(stranger, line, quantity).status_code == 404
        assert CartLine.objects.get(pk=line.pk).quantity == 2

    def test_a_guests_session_cannot_reach_a_customers_cart(self, client, tee, line, add, ann):
        customer = Client()
        customer.force_login(ann)
        add(customer, tee, 9)
        session = client.session
        session["cart"] = Cart.objects.get(customer=ann).pk
        session.save()
        assert client.get(reverse("cart:show")).context["cart"].lines == []


class TestPage:
    def test_empty_asks_for_no_session_and_sets_no_cookie(self, client, django_assert_num_queries):
        with django_assert_num_queries(1):  # the header's menu
            answer = client.get(reverse("cart:show"))
        assert not answer.cookies and "private" in answer["Cache-Control"]

    def test_shows_the_price_of_now_and_that_it_changed(self, client, tee, add, update):
        add(client, tee, 2)
        Price.objects.update(amount="25.00")
        page = client.get(reverse("cart:show"))
        assert page.context["cart"].totals.total == Decimal("50.00")
        assert "it was $20.00 and is $25.00 now" in page.content.decode()
        update(client, CartLine.objects.get(), 2)  # seen and confirmed
        assert "it was $20.00" not in client.get(reverse("cart:show")).content.decode()

    def test_a_sale_counts_while_it_lasts(self, client, tee, add):
        Price.objects.update(sale_amount="15.00", sale_until=timezone.now() + timedelta(hours=1))
        add(client, tee)
        assert client.get(reverse("cart:show")).context["cart"].totals.total == Decimal("15.00")
        Price.objects.update(sale_until=timezone.now() - timedelta(seconds=1))
        assert client.get(reverse("cart:show")).context["cart"].totals.total == Decimal("20.00")

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda: Product.objects.update(status="archived"), "No longer available"),
            (lambda: Variant.objects.update(is_active=False), "No longer available"),
            (lambda: Price.objects.all().delete(), "No longer available"),
            (lambda: Stock.objects.update(on_hand=0), "Sold out now"),
        ],
    )
    def test_what_cannot_be_bought_is_shown_and_not_counted(self, client, tee, add, change, words):
        add(client, tee, 2)
        change()
        page = client.get(reverse("cart:show"))
        assert words in page.content.decode()
        assert page.context["cart"].totals.total == 0

    def test_says_when_the_stock_has_shrunk(self, client, tee, add):
        add(client, tee, 5)
        Stock.objects.update(on_hand=2)
        assert "Only 2 left" in client.get(reverse("cart:show")).content.decode()

    @pytest.mark.parametrize(
        "change",
        [
            lambda: Stock.objects.update(on_hand=0),
            lambda: Stock.objects.update(on_hand=1),
            lambda: Product.objects.update(status="draft"),
        ],
    )
    def test_leads_to_checkout_while_all_of_it_can_be_bought(self, client, tee, add, change):
        add(client, tee, 2)
        assert "To checkout" in client.get(reverse("cart:show")).content.decode()
        change()
        page = client.get(reverse("cart:show")).content.decode()
        assert "To checkout" not in page and "can't be bought as it is" in page.replace("&#x27;", "'")

    def test_titles_are_text(self, client, make_variant, add):
        add(client, make_variant(title='<script>alert(1)</script><esi:include src="/account/"/>'))
        page = client.get(reverse("cart:show")).content.decode()
        assert "<script>alert" not in page and "<esi:include" not in page

    def test_says_once_what_was_done(self, client, tee, add):
        add(client, tee)
        assert "Added to your cart" in client.get(reverse("cart:show")).content.decode()
        assert "Added to your cart" not in client.get(reverse("cart:show")).content.decode()
