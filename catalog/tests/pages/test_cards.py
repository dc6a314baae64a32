"""Cards come from the cache, and show at once whatever changes of what they show, however it was changed."""

import uuid

import pytest
from django.db import connection

from catalog.models import Category, Image, Price, Product, Review, Stock
from shop.caching.fragments import counts

pytestmark = pytest.mark.django_db
PAGES = ["/", "/c/kitchen/", "/c/kitchen/?page=1&in_stock=1", "/p/blue-mug-1/", "/search/?q=mug"]


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


CHANGES = {
    "title": lambda product: Product.objects.filter(pk=product.pk).update(title="Green pot"),
    "brand's name": lambda product: sql("UPDATE catalog_brand SET name = 'Nordland'"),
    "brand": lambda product: Product.objects.filter(pk=product.pk).update(brand=None),
    "price": lambda product: sql("UPDATE catalog_price SET amount = 31"),
    "sale": lambda product: Price.objects.filter(variant__product=product).update(sale_amount=7),
    "one variant's price": lambda product: Price.objects.filter(variant=product.variants.first()).update(amount=8),
    "stock band": lambda product: Stock.objects.filter(variant__product=product).update(on_hand=0),
    "picture": lambda product: Image.objects.filter(product=product).update(file="products/other.jpg"),
    "no picture": lambda product: Image.objects.filter(product=product).delete(),
    "picture's size": lambda product: Image.objects.filter(product=product).update(height=700),
    "rating": lambda product: Review.objects.create(product=product, author="Bo", rating=1, status="approved"),
    "address": lambda product: Product.objects.filter(pk=product.pk).update(slug="green-pot"),
}


@pytest.fixture
def page(client, monkeypatch):
    """The page made anew each time, from whatever fragments there are: a page cache without an epoch keeps none."""
    monkeypatch.setattr("shop.caching.versions.prefix", lambda: f"pages-{uuid.uuid4().hex}:")
    return lambda path: client.get(path).content


@pytest.fixture
def uncached(page, settings):
    def get(path):
        settings.CACHE_ON = False
        made = page(path)
        settings.CACHE_ON = True
        return made

    return get


@pytest.mark.parametrize("path", PAGES)
def test_the_same_bytes_from_the_cache(page, make_shop, uncached, path):
    make_shop(6)
    plain = uncached(path)
    assert page(path) == plain
    assert counts().missed
    for _ in range(50):  # nobody waits for what is stored to arrive
        assert page(path) == plain
        if not counts().missed:
            break
    assert counts().hit
    assert not counts().missed


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_shows_at_once(page, make_shop, uncached, change):
    product = make_shop(3)[1]
    before = page("/c/kitchen/")
    change(product)
    after = page("/c/kitchen/")
    assert after != before
    assert after == uncached("/c/kitchen/")


def test_the_first_picture_waits_for_a_categorys_own(page, make_shop):
    """How a picture is fetched depends on its place and page, so it is a part of the card's key."""
    make_shop(6)
    shown = page("/c/kitchen/").decode()
    assert shown.count('fetchpriority="high"') == 1
    Category.objects.filter(slug="kitchen").update(image="categories/kitchen.jpg")
    cards = page("/c/kitchen/").decode().split('class="cards ')[1]
    assert 'fetchpriority="high"' not in cards
    assert cards.count('loading="lazy"') == 2
