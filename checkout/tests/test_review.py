"""What is ordered is what was shown: once, however often it is sent, and not at all when anything has changed."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cart.models import CartLine, Promotion, Voucher
from catalog.models import Price, Product, Stock
from checkout import place_order
from checkout.models import Checkout, Order
from checkout.states import State
from checkout.tests.road import Buyer
from shop.db.patience import Busy

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(buyer, variant):
    """At the review, two lamps in the cart."""
    buyer.walk(variant, 2)
    return buyer


def reserved(variant) -> int:
    return Stock.objects.get(pk=variant.pk).reserved


def nothing_ordered(variant) -> bool:
    return not Order.objects.exists() and reserved(variant) == 0


def test_terms_must_be_accepted(ready, variant):
    fields = ready.shown()
    page = ready.post("review", **fields)
    assert page.status_code == 200 and 'href="#id_terms"' in page.content.decode()
    assert nothing_ordered(variant)


def test_a_price_that_changes_shows_the_review_again(ready, variant):
    fields = ready.shown()
    Price.objects.filter(variant=variant).update(amount="24.99")
    response = ready.post("review", **fields, terms="on")
    page = response.content.decode()
    assert response.status_code == 409 and nothing_ordered(variant)
    assert "was $46.88 when we showed it to you; it is $56.88 now" in page
    assert "it was $19.99 and is $24.99 now" in page
    assert ready.order().status_code == 303
    assert Order.objects.get().total == Decimal("56.88")


def test_a_change_that_keeps_the_total_is_seen_too(ready, make_variant, variant):
    other = make_variant("MUG", price="19.99")
    fields = ready.shown()
    CartLine.objects.filter(variant=variant).update(quantity=1)  # of two
    ready.add(other)
    response = ready.post("review", **fields, terms="on")
    assert response.status_code == 409 and "Something has changed" in response.content.decode()
    assert nothing_ordered(variant)


@pytest.mark.parametrize(
    "tampered",
    [
        {"total": "0.01"},
        {"total": "-1"},
        {"total": "1e999"},
        {"total": ""},
        {"agreed": "0" * 64},
        {"agreed": ""},
        {"agreed": "x" * 100_000},
        {"key": "11111111-1111-1111-1111-111111111111"},
        {"key": "' OR 1=1"},
        {"key": ""},
    ],
)
def test_nobody_bargains_with_the_form(ready, variant, tampered):
    assert ready.order(**tampered).status_code == 409
    assert nothing_ordered(variant)


def test_sent_twice_it_is_one_order(ready, variant):
    fields = ready.shown() | {"terms": "on"}
    answers = [ready.post("review", **fields) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {303}
    order = Order.objects.get()
    assert all(order.number in answer.url for answer in answers)
    assert reserved(variant) == 2


def test_two_tabs_at_once_are_one_order(ready, variant, client_class):
    """The second comes with the session as it was before the first was answered."""
    fields = ready.shown() | {"terms": "on"}
    ready.post("review", **fields)
    session = ready.client.session
    session.pop("orders")
    session.save()
    answer = ready.post("review", **fields)
    assert answer.status_code == 303 and Order.objects.get().number in answer.url


def test_after_it_is_paid_the_same_page_leads_to_the_order(ready):
    fields = ready.shown() | {"terms": "on"}
    ready.post("review", **fields)
    order = Order.objects.get()
    ready.post("pay", order.number, variant="dummy", outcome="pay")
    answer = ready.post("review", **fields)
    assert answer.url == reverse("checkout:pay", args=[order.number])
    assert ready.post("pay", order.number).url == reverse("checkout:done", args=[order.number])
    assert Order.objects.count() == 1


def test_the_same_key_with_other_contents_is_422(ready, variant):
    fields = ready.shown() | {"terms": "on"}
    ready.post("review", **fields)
    response = ready.post("review", **fields | {"agreed": "0" * 64})
    assert response.status_code == 422 and "Nothing was bought again" in response.content.decode()
    assert Order.objects.count() == 1 and reserved(variant) == 2


def test_somebody_elses_key_opens_nothing(ready, make_variant, client_class):
    fields = ready.shown() | {"terms": "on"}
    ready.post("review", **fields)
    thief = Buyer(client_class())
    thief.walk(make_variant("MUG"))
    response = thief.post("review", **fields)
    assert response.status_code == 409 and Order.objects.get().number not in response.content.decode()


def test_a_cart_changed_beside_an_order_that_waits(ready, make_variant, variant):
    ready.order()
    ready.add(make_variant("MUG"))
    for step in ("start", "address", "shipping", "review"):
        assert ready.get(step).url == reverse("checkout:waiting")
    first = Order.objects.get()
    assert first.number in ready.get("waiting").content.decode()
    assert ready.post("waiting").url == reverse("checkout:pay", args=[first.number])
    assert ready.post("anew").url == reverse("checkout:start")
    first.refresh_from_db()
    assert first.state == State.CANCELLED and reserved(variant) == 0
    ready.order()
    assert Order.objects.latest("id").lines.count() == 2 and Order.objects.count() == 2


def test_gone_between_the_steps(ready, variant):
    fields = ready.shown()
    Product.objects.filter(pk=variant.product_id).update(status="draft")
    response = ready.post("review", **fields, terms="on")
    page = response.content.decode()
    assert response.status_code == 409 and "no longer available" in page and "Order and pay" not in page
    assert nothing_ordered(variant)


def test_fewer_left_than_wanted(ready, variant):
    fields = ready.shown()
    Stock.objects.filter(pk=variant.pk).update(on_hand=1)
    response = ready.post("review", **fields, terms="on")
    assert response.status_code == 409 and "1 left, 2 wanted" in response.content.decode()
    assert nothing_ordered(variant)


def test_bought_up_while_it_is_placed(ready, variant, monkeypatch):
    """The quote still sees them; the reservation does not."""
    really = place_order.write

    def others_were_faster(purchase, key):
        Stock.objects.filter(pk=variant.pk).update(on_hand=1)
        return really(purchase, key)

    monkeypatch.setattr(place_order, "write", others_were_faster)
    response = ready.order()
    assert response.status_code == 409 and "LAMP" in response.content.decode()
    assert not Order.objects.exists()


def test_too_many_at_once(ready, monkeypatch):
    def busy(purchase, key):
        raise Busy

    monkeypatch.setattr(place_order, "write", busy)
    response = ready.order()
    page = response.content.decode()
    assert response.status_code == 503 and response["Retry-After"] == "5"
    assert 'name="key"' in page and "Try again" in page  # the same page once more, with one press


def test_a_voucher_that_ends_meanwhile(ready, variant):
    promotion = Promotion.objects.create(name="Ten off", kind=Promotion.Kind.AMOUNT, value=10, needs_code=True)
    Voucher.objects.create(promotion=promotion, code="TEN")
    ready.client.post(reverse("cart:enter_voucher"), {"code": "TEN"})
    fields = ready.shown()
    assert fields["total"] == "36.88"
    Promotion.objects.filter(pk=promotion.pk).update(ends_at=timezone.now())
    response = ready.post("review", **fields, terms="on")
    assert response.status_code == 409 and nothing_ordered(variant)
    assert "it is $46.88 now" in response.content.decode()


def test_no_answer_is_kept_by_a_cache(ready):
    ready.order()
    order = Order.objects.get()
    for path in ("checkout:review", "checkout:address", "checkout:waiting", "orders:show", "checkout:done"):
        arguments = [order.number] if path in ("orders:show", "checkout:done") else []
        response = ready.client.get(reverse(path, args=arguments))
        assert response["Cache-Control"] == "private, no-store", path


def test_a_draft_whose_order_was_never_noted_heals_itself(ready):
    """The process died between the order's commit and the draft's."""
    fields = ready.shown() | {"terms": "on"}
    ready.post("review", **fields)
    Checkout.objects.update(order=None)
    answer = ready.post("review", **fields)
    assert answer.status_code == 303 and Order.objects.count() == 1
