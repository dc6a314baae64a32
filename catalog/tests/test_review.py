"""Writing a review: who may, how often, and that nobody sees it before an editor has."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Customer
from catalog.models import Product, Review
from catalog.views import review as view

pytestmark = pytest.mark.django_db
WORDS = {"rating": "4", "title": "Good", "text": "It holds my tea."}


@pytest.fixture
def mug():
    return Product.objects.create(title="Mug", slug="mug", status="published")


@pytest.fixture
def ann(client):
    ann = Customer.objects.create_user("ann@example.com", "a long enough pass phrase", name="Ann Lee")
    client.force_login(ann)
    return ann


@pytest.fixture
def write(client):
    def post(product, using=client, headers=None, **changed):
        return using.post(reverse("catalog:review", args=[product.slug]), WORDS | changed, headers=headers)

    return post


def test_waits_for_an_editor(client, ann, mug, write):
    path = reverse("catalog:review", args=["mug"])
    assert write(mug).url == path
    review = Review.objects.get()
    assert (review.customer, review.author, review.rating, review.status) == (ann, "Ann Lee", 4, "pending")
    assert "once we have read it" in client.get(path).content.decode()
    mug.refresh_from_db()
    assert not mug.rating_count


def test_another_name_may_be_shown_but_never_the_address(client, ann, mug, write):
    Customer.objects.update(name="")
    write(mug)
    assert Review.objects.get().author == "A customer"
    Review.objects.all().delete()
    write(mug, author="Tea lover")
    assert Review.objects.get().author == "Tea lover"


def test_one_a_product(ann, mug, write):
    write(mug)
    assert "reviewed this product already" in write(mug).content.decode()
    assert Review.objects.count() == 1


def test_two_clicks_at_once_make_one(ann, mug, write, monkeypatch):
    write(mug)
    monkeypatch.setattr(view, "own_review", lambda product, customer: None)  # both looked before either wrote
    assert "reviewed this product already" in write(mug).content.decode()
    assert Review.objects.count() == 1


def test_so_many_a_day(ann, mug, write, monkeypatch):
    monkeypatch.setattr(view, "MAX_REVIEWS_A_DAY", 1)
    write(mug)
    cup = Product.objects.create(title="Cup", slug="cup", status="published")
    assert "come back tomorrow" in write(cup).content.decode()
    assert Review.objects.count() == 1


@pytest.mark.parametrize(
    "changed", [{"rating": "0"}, {"rating": "6"}, {"rating": "4.5"}, {"rating": ""}, {"text": ""}, {"text": "x" * 5001}]
)
def test_what_is_wrong_is_said_beside_what_was_written(ann, mug, write, changed):
    answer = write(mug, **changed)
    assert answer.status_code == 200 and answer.context["form"].errors
    assert b'value="Good"' in answer.content
    assert not Review.objects.exists()


def test_guests_are_asked_to_log_in(mug, write):
    path = reverse("catalog:review", args=["mug"])
    assert write(mug).url == f"{reverse('accounts:login')}?next={path}"
    assert not Review.objects.exists()


def test_only_what_is_in_the_shop(ann, mug, write):
    Product.objects.update(status="draft")
    assert write(mug).status_code == 404


def test_the_form_stands_on_a_cached_page_and_needs_no_token(ann, mug, write):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ann)
    assert write(mug, using=client, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert write(mug, using=client).status_code == 403
    assert not Review.objects.exists()
    assert write(mug, using=client, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 302


def test_what_is_written_is_text(client, ann, mug, write):
    write(mug, title="<b>x</b>", text='<script>alert(1)</script><esi:include src="/account/"/>')
    page = client.get(reverse("catalog:review", args=["mug"])).content.decode()
    assert "<script>alert" not in page and "<esi:include" not in page
