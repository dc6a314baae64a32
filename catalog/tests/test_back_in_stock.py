"""Who asks for a sold-out variant is told of it: once, as soon as it is back, however that was written."""

import threading
import time
from decimal import Decimal
from ipaddress import IPv4Address
from random import randrange
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Customer
from catalog import back_in_stock
from catalog.back_in_stock import ask, withdrawal_token
from catalog.models import Price, Product, Stock, StockAlert, Variant
from catalog.stock import take_back
from catalog.tasks import tell_back_in_stock, tell_waited_for
from shop.tasks.row import TaskRow

pytestmark = pytest.mark.django_db
NOW_THERE = "As soon as Mug is back"


@pytest.fixture
def make_mug():
    def make(on_hand=0, label="Blue", **columns):
        product = Product.objects.filter(slug="mug").first() or Product.objects.create(
            title="Mug", slug="mug", status="published", **columns
        )
        variant = Variant.objects.create(product=product, sku=f"MUG-{label}", options={"colour": label})
        Price.objects.create(variant=variant, currency="USD", amount=Decimal(12))
        Stock.objects.create(variant=variant, on_hand=on_hand)
        return Variant.objects.get(pk=variant.pk)

    return make


@pytest.fixture
def mug(make_mug):
    return make_mug()


@pytest.fixture
def post(client, mug):
    def post(email, using=client, variant=mug, headers=None):
        path = reverse("catalog:back_in_stock", args=["mug"])
        return using.post(path, {"variant": variant.pk, "email": email}, headers=headers)

    return post


def restock(variant, on_hand=5):
    Stock.objects.filter(pk=variant.pk).update(on_hand=on_hand)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def receivers():
    return sorted(message.to[0] for message in mail.outbox)


def test_asked_told_and_never_told_again(client, post, mug, run_tasks):
    answer = post("ann@example.com")
    assert (answer.status_code, NOW_THERE in client.get(answer.url).content.decode()) == (303, True)
    run_tasks()
    assert not mail.outbox
    restock(mug)
    run_tasks()
    assert receivers() == ["ann@example.com"]
    assert mail.outbox[0].subject == "Back in stock: Mug" and "/p/mug/" in mail.outbox[0].body
    for on_hand in (0, 9):
        restock(mug, on_hand)
        run_tasks()
    assert len(mail.outbox) == 1


def test_asked_again_after_being_told(post, mug, run_tasks):
    for count in (1, 2):
        restock(mug, 0)
        post("ann@example.com")
        restock(mug)
        run_tasks()
        assert len(mail.outbox) == count


WAYS_BACK = {
    "ORM": restock,
    "an order given back": lambda mug: take_back([(mug.pk, 3)], "return 7"),
    "plain SQL": lambda mug: sql("UPDATE catalog_stock SET on_hand = 3 WHERE variant_id = %s", mug.pk),
    "a reservation that ends": lambda mug: sql("UPDATE catalog_stock SET reserved = 1 WHERE variant_id = %s", mug.pk),
}


@pytest.mark.parametrize("way", WAYS_BACK)
def test_however_it_comes_back(mug, run_tasks, way):
    if "reservation" in way:
        Stock.objects.filter(pk=mug.pk).update(on_hand=2, reserved=2)
    ask(mug.pk, "ann@example.com")
    WAYS_BACK[way](mug)
    run_tasks()
    assert receivers() == ["ann@example.com"]


def test_offered_again(mug, run_tasks):
    Variant.objects.update(is_active=False)
    ask(mug.pk, "ann@example.com")
    restock(mug)
    run_tasks()
    assert not mail.outbox
    Variant.objects.update(is_active=True)
    run_tasks()
    assert receivers() == ["ann@example.com"]


def test_published_again_is_found_by_the_hour(mug, run_tasks):
    ask(mug.pk, "ann@example.com")
    Product.objects.update(status="draft")
    restock(mug)
    run_tasks()
    Product.objects.update(status="published")
    run_tasks()
    assert not mail.outbox
    tell_waited_for.later(key="clock 1")
    run_tasks()
    assert receivers() == ["ann@example.com"]


def test_gone_again_before_the_task_came(mug, run_tasks):
    ask(mug.pk, "ann@example.com")
    restock(mug)
    restock(mug, 0)
    run_tasks()
    assert not mail.outbox and StockAlert.objects.filter(told_at=None).exists()


def test_rolled_back_is_not_back(mug, run_tasks):
    ask(mug.pk, "ann@example.com")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        restock(mug)
        raise ZeroDivisionError
    assert not TaskRow.objects.filter(name=tell_back_in_stock.name).exists()


def test_only_the_variant_that_is_back(make_mug, mug, run_tasks):
    red = make_mug(label="Red")
    ask(mug.pk, "ann@example.com")
    ask(red.pk, "bob@example.com")
    restock(red)
    run_tasks()
    assert receivers() == ["bob@example.com"]


def test_many_are_told_batch_by_batch(mug, run_tasks, monkeypatch):
    monkeypatch.setattr(back_in_stock, "BATCH", 2)
    for number in range(5):
        ask(mug.pk, f"{number}@example.com")
    restock(mug)
    run_tasks()
    assert receivers() == [f"{number}@example.com" for number in range(5)]


def test_twice_is_once(post, mug):
    for email in ("ann@example.com", "Ann@Example.com"):
        assert post(email).status_code == 303
    assert StockAlert.objects.count() == 1


def test_nobody_waits_nothing_is_written(mug):
    restock(mug)
    assert not TaskRow.objects.exists()


def test_a_customer_need_not_type_it(client, post, mug):
    client.force_login(Customer.objects.create_user("ann@example.com", "a long enough pass phrase"))
    assert post("").status_code == 303
    assert StockAlert.objects.get().email == "ann@example.com"


def test_a_guest_must(post, mug):
    answer = post("")
    assert answer.status_code == 400 and not StockAlert.objects.exists()
    assert "This field is required" in answer.content.decode()


def test_known_or_not_the_answer_is_the_same(client, post, mug):
    Customer.objects.create_user("ann@example.com", "a long enough pass phrase")
    answers = [post(email) for email in ("ann@example.com", "new@example.com", "ann@example.com")]
    assert len({(answer.status_code, answer.url) for answer in answers}) == 1


def test_back_already(make_mug, post, mug):
    restock(mug)
    assert post("ann@example.com").url == "/p/mug/"
    assert not StockAlert.objects.exists()


@pytest.mark.parametrize("email", ["none", "a@b", "x" * 300 + "@example.com", "a@example.com\nBcc: b@example.com"])
def test_what_is_no_address(post, email):
    assert post(email).status_code == 400
    assert not StockAlert.objects.exists()


def test_another_products_variant(post, mug):
    other = Variant.objects.create(product=Product.objects.create(title="Cup", slug="cup"), sku="CUP")
    assert post("ann@example.com", variant=other).status_code == 400
    assert not StockAlert.objects.exists()


def test_from_another_site(post):
    strict = Client(enforce_csrf_checks=True)
    assert post("ann@example.com", using=strict, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert post("ann@example.com", using=strict, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_one_address_is_not_flooded(mug, make_mug, monkeypatch, settings):
    monkeypatch.setattr(back_in_stock, "MOST_OPEN", 2)
    for label in ("Red", "Grey", "White"):
        ask(make_mug(label=label).pk, "ann@example.com")
    assert StockAlert.objects.count() == 2


def test_too_often(post, settings, monkeypatch):
    settings.RATES = settings.RATES | {"back in stock": {"address": "2/10m"}}
    settings.RATE_SCALE = 1
    now = time.time()  # no window ends in the middle of the test
    monkeypatch.setattr("django_ratelimit.core.time", SimpleNamespace(time=lambda: now))
    visitor = Client(REMOTE_ADDR=str(IPv4Address(randrange(2**24, 2**31))))
    assert [post(f"{number}@example.com", using=visitor).status_code for number in range(3)] == [303, 303, 429]


def test_the_link_in_the_mail_ends_it(client, mug, make_mug, run_tasks):
    red = make_mug(label="Red")
    for variant in (mug, red):
        ask(variant.pk, "ann@example.com")
    ask(red.pk, "bob@example.com")
    restock(mug)
    run_tasks()
    path = reverse("catalog:withdraw_alerts", args=[withdrawal_token("Ann@example.com")])
    assert path in mail.outbox[0].body
    assert client.get(path).status_code == 200  # a program that only looks changes nothing
    assert StockAlert.objects.filter(told_at=None).count() == 2
    assert client.post(path).status_code == 200
    restock(red)
    run_tasks()
    assert receivers() == ["ann@example.com", "bob@example.com"]


@pytest.mark.parametrize("token", ["x", "ann@example.com", "ImFubkBleGFtcGxlLmNvbSI:1xLqWe:AAAA"])
def test_nobody_ends_it_with_a_link_of_their_own(client, token):
    assert client.post(reverse("catalog:withdraw_alerts", args=[token])).status_code == 404


def test_the_shared_page_offers_it(client, mug, make_mug, relay):
    page = client.get("/p/mug/").content.decode()
    assert 'action="/p/mug/back-in-stock/"' in page and "csrfmiddlewaretoken" not in page
    assert f'name="variant" value="{mug.pk}"' in page
    assert "In stock" not in page


def test_an_offered_page_does_not(client, make_mug):
    make_mug(on_hand=9)
    assert "back-in-stock" not in client.get("/p/mug/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_asked_while_it_comes_back(make_mug, run_tasks):
    """The stock is written and not yet committed: who asks now waits for it, and need not be told."""
    mug, answers = make_mug(), []

    def asks():
        try:
            answers.append(ask(mug.pk, "ann@example.com"))
        finally:
            connections.close_all()

    with transaction.atomic():
        restock(mug)
        asker = threading.Thread(target=asks)
        asker.start()
        asker.join(0.3)
        assert asker.is_alive()
    asker.join(5)
    run_tasks()
    assert answers == [False] and not StockAlert.objects.exists()
