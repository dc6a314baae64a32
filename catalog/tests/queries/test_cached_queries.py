"""`.cache()` on a query: kept until any write, however it was made, has changed a row."""

import pickle
from decimal import Decimal

import pytest
from django.db import connection

from catalog.models import Attribute, Category, Product
from catalog.queries.cards import cards_in_order
from catalog.tests.queries.shop_of import category, product
from shop.caching import data, memcached, piece
from shop.db.visit import reading
from shop.tests.caching.test_planted import Canary

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(primary_guard, django_assert_num_queries):
    """ask(make, 0) → what a page reads, in so many queries."""

    def asked(read, queries):
        with primary_guard.watch("a page"), reading(), django_assert_num_queries(queries):
            return read()

    return asked


@pytest.fixture
def men(ask, relay):
    made = category("Men")
    relay()  # has told of its beginning: what follows is about changes
    assert ask(names, 1) == ask(names, 0) == ["Men"]
    return Category.objects.get(pk=made.pk)


def names():
    return [one.name for one in Category.objects.filter(depth=1).cache()]


def save(men):
    men.name = "Gentlemen"
    men.save()


def update(men):
    Category.objects.filter(pk=men.pk).update(name="Gentlemen")


def bulk_update(men):
    men.name = "Gentlemen"
    Category.objects.bulk_update([men], ["name"])


def raw(men):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_category SET name = 'Gentlemen' WHERE id = %s", [men.pk])


@pytest.mark.parametrize("write", [save, update, bulk_update, raw])
def test_every_write_is_seen(men, ask, relay, write):
    write(men)
    assert ask(names, 0) == ["Men"]  # the relay has not told yet
    relay()
    assert ask(names, 1) == ask(names, 0) == ["Gentlemen"]


def test_rows_that_come_and_go_are_seen(men, ask, relay):
    women = category("Women")
    relay()
    assert ask(names, 1) == ["Men", "Women"]
    women.delete()
    relay()
    assert ask(names, 1) == ["Men"]


def test_the_description_changes_the_row_alone(men, ask, relay):
    def described():
        return Category.objects.filter(pk=men.pk).cache().first().description

    ask(described, 1)
    Category.objects.filter(pk=men.pk).update(description="For men.")
    relay()
    assert ask(described, 1) == "For men."


def test_rows_come_back_as_they_were(ask):
    men = category("Men")
    tee = product("Tee", men, brand="Acme", price="20.10")
    cap = product("Cap", men, price=None)

    def cards():
        return cards_in_order([tee.pk, cap.pk], keep=True)

    fresh, kept = ask(cards, 1), ask(cards, 0)
    plain = cards_in_order([tee.pk, cap.pk])
    for read in (fresh, kept):
        assert read == plain
        for one, other in zip(read, plain, strict=True):
            columns = {name: value for name, value in other.__dict__.items() if name != "_state"}
            assert {name: value for name, value in one.__dict__.items() if name != "_state"} == columns
            assert one.get_deferred_fields() == other.get_deferred_fields()
    assert kept[0].price == Decimal("20.10") and kept[0].brand.name == "Acme"
    assert kept[1].price is None and kept[1].brand is None


def test_another_question_is_another_answer(men, ask):
    def named(name):
        return lambda: [one.name for one in Category.objects.filter(name=name).cache()]

    assert ask(named("Men"), 1) == ["Men"]
    assert ask(named("Women"), 1) == []
    assert ask(lambda: list(Category.objects.none().cache()), 0) == []


def test_what_cannot_be_kept_right_is_refused(db):
    with pytest.raises(TypeError, match="Name the tags"):
        Product.objects.live().cache()
    with pytest.raises(TypeError, match="own columns"):
        list(Category.objects.all().cache().values("name"))
    assert not hasattr(Attribute.objects.all(), "cache")


def test_a_planted_pickle_does_not_run(men, ask, tmp_path, monkeypatch):
    canary, stored = Canary(tmp_path / "ran"), {}
    with monkeypatch.context() as watched:
        watched.setattr(memcached.PlainClient, "set", lambda self, key, value, *args: stored.update({key: value}))
        ask(lambda: list(Category.objects.filter(name="Men").cache()), 1)
    ((key, packed),) = stored.items()
    for planted in (pickle.dumps(canary), packed.replace(b"Men", b"\x80\x04."), b""):
        monkeypatch.setattr(data, "process", piece.Process())
        assert memcached.client().set(key, planted)
        assert ask(lambda: len(Category.objects.filter(name="Men").cache()), 1) == 1
    assert not canary.path.exists()
