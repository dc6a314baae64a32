"""Carts in the admin are looked into, not changed; promotions and codes are made there, in few queries."""

import csv
import io

import pytest
from django.urls import reverse

from accounts.models import Customer
from cart.models import Cart, CartLine, Promotion, Voucher

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


def promotion_form(**fields):
    plain = {"name": "Three for two", "is_active": "on", "kind": "buy-x-get-y", "value": "100", "buy": 2, "free": 1}
    return plain | {"minimum": "0", "currency": "USD", "scope": "all", "audience": "all"} | fields


class TestPromotions:
    def test_made(self, editor, tee):
        fields = promotion_form(scope="products", products=[tee.product_id])
        answer = editor.post(reverse("admin:cart_promotion_add"), fields)
        assert answer.status_code == 302, answer.context["adminform"].errors
        assert Promotion.objects.get().products.get() == tee.product

    @pytest.mark.parametrize(
        "fields",
        [
            {"value": "101"},
            {"value": "-1"},
            {"buy": 0},
            {"kind": "percentage", "value": "0"},
            {"minimum": "-1"},
            {"starts_at_0": "2030-01-02", "starts_at_1": "00:00", "ends_at_0": "2030-01-01", "ends_at_1": "00:00"},
        ],
    )
    def test_nonsense_is_explained(self, editor, fields):
        answer = editor.post(reverse("admin:cart_promotion_add"), promotion_form(**fields))
        assert answer.status_code == 200 and answer.context["adminform"].form.errors
        assert not Promotion.objects.exists()

    def test_a_limit_below_what_was_used_is_explained(self, editor, make_promotion):
        promotion = make_promotion(limit=9, used=5)
        path = reverse("admin:cart_promotion_change", args=[promotion.pk])
        answer = editor.post(path, promotion_form(kind="percentage", value=10, limit=4))
        assert "used 5 times already" in answer.content.decode()

    @pytest.mark.parametrize("page", ["promotion", "voucher", "redemption", "customergroup"])
    def test_lists_ask_at_most_ten_queries(self, editor, make_voucher, page, django_assert_max_num_queries):
        for number in range(12):
            make_voucher(f"CODE-{number}")
        with django_assert_max_num_queries(10):
            assert editor.get(reverse(f"admin:cart_{page}_changelist"), {"q": "C"}).status_code == 200

    def test_its_page_asks_few_queries(self, editor, make_promotion, tee, django_assert_max_num_queries):
        promotion = make_promotion(scope="products")
        promotion.products.add(tee.product)
        with django_assert_max_num_queries(10):
            path = reverse("admin:cart_promotion_change", args=[promotion.pk])
            assert tee.product.title in editor.get(path).content.decode()

    def make_codes(self, editor, promotion, how_many):
        fields = {"action": "make_codes", "_selected_action": [promotion.pk], "how_many": how_many, "index": 0}
        return editor.post(reverse("admin:cart_promotion_changelist"), fields)

    def test_codes_by_the_thousand(self, editor, make_promotion, django_assert_max_num_queries):
        promotion = make_promotion(needs_code=True)
        with django_assert_max_num_queries(14):  # 2 batches
            answer = self.make_codes(editor, promotion, 1500)
        codes = [row[0] for row in csv.reader(io.StringIO(answer.content.decode()))][1:]
        assert set(Voucher.objects.values_list("code", flat=True)) == set(codes) and len(set(codes)) == 1500
        assert set(Voucher.objects.values_list("promotion", "limit", "used")) == {(promotion.pk, 1, 0)}

    @pytest.mark.parametrize(
        ("needs_code", "how_many"), [(True, 0), (True, -1), (True, "x"), (True, 99999), (False, 5)]
    )
    def test_codes_that_cannot_be_made(self, editor, make_promotion, needs_code, how_many):
        assert self.make_codes(editor, make_promotion(needs_code=needs_code), how_many).status_code == 302
        assert not Voucher.objects.exists()

    def test_a_code_is_kept_in_capitals(self, editor, make_promotion):
        fields = {"promotion": make_promotion(needs_code=True).pk, "code": " summer-10 ", "limit": ""}
        assert editor.post(reverse("admin:cart_voucher_add"), fields).status_code == 302
        assert Voucher.objects.get().code == "SUMMER-10"
