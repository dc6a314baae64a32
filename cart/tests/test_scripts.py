"""What a script gets in place of a page: the message, the parts that changed, nothing else."""

import pytest
from django.urls import reverse

from cart.models import CartLine
from catalog.models import Price

pytestmark = pytest.mark.django_db
JSON = {"headers": {"Accept": "application/json"}}


def test_an_add_brings_the_strip_with_its_badge(client, tee, add):
    answer = add(client, tee, 2, **JSON).json()
    assert answer["cart_quantity"] == 2 and "Added to your cart" in answer["message"]
    assert set(answer["parts"]) == {"personal", "added"}
    assert '<span class="badge">2<' in answer["parts"]["personal"]
    assert reverse("cart:show") in answer["parts"]["added"]


def test_a_change_brings_the_cart(client, tee, add, update):
    add(client, tee, 2)
    answer = update(client, CartLine.objects.get(), 3, **JSON).json()
    assert set(answer["parts"]) == {"personal", "cart"}
    assert "$60.00" in answer["parts"]["cart"] and "<html" not in answer["parts"]["cart"]
    assert '<span class="badge">3<' in answer["parts"]["personal"]


def test_what_it_brings_is_what_the_page_shows(client, tee, add, update):
    add(client, tee, 2)
    part = update(client, CartLine.objects.get(), 3, **JSON).json()["parts"]["cart"]
    page = client.get(reverse("cart:show")).content.decode()
    assert without_tokens(part).strip() in without_tokens(page)


def without_tokens(html):
    return "\n".join(line for line in html.splitlines() if "csrfmiddlewaretoken" not in line)


def test_a_refusal_is_one_sentence_and_no_message_is_kept(client, tee, add):
    answer = add(client, tee, 500, **JSON)
    assert answer.status_code == 400 and set(answer.json()) == {"error"}
    assert "messages" not in client.cookies


def test_an_answer_is_nobody_elses(client, tee, add):
    assert "no-store" in add(client, tee, **JSON)["Cache-Control"]


class TestNewPrice:
    @pytest.fixture
    def line(self, client, tee, add):
        add(client, tee, 2)
        Price.objects.update(amount="25.00")
        return CartLine.objects.get()

    def accept(self, client, line, price):
        return client.post(reverse("cart:accept"), {"line": line.pk, "price": price})

    def test_one_click_accepts_what_was_shown(self, client, line):
        assert 'name="price" value="25.00"' in client.get(reverse("cart:show")).content.decode()
        assert self.accept(client, line, "25.00").status_code == 303
        assert "The price has changed" not in client.get(reverse("cart:show")).content.decode()

    @pytest.mark.parametrize("price", ["24.99", "", "NaN", "1e1", "²", "0", "-25", "9" * 50])
    def test_no_other_price_is_accepted_and_none_is_changed(self, client, line, price):
        assert self.accept(client, line, price).status_code == 409
        page = client.get(reverse("cart:show"))
        assert "The price has changed" in page.content.decode() and page.context["cart"].totals.total == 50
