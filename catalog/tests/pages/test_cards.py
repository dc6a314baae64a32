"""Cards come from the cache, and show at once whatever changes of what they show, however it was changed."""

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
def uncached(client, settings):
    def get(path):
        settings.CACHE_ON = False
        page = client.get(path).content
        settings.CACHE_ON = True
        return page

    return get


@pytest.mark.parametrize("path", PAGES)
def test_the_same_bytes_from_the_cache(client, make_shop, uncached, path):
    make_shop(6)
    plain = uncached(path)
    assert client.get(path).content == plain
    assert counts().missed
    for _ in range(50):  # nobody waits for what is stored to arrive
        assert client.get(path).content == plain
        if not counts().missed:
            break
    assert counts().hit
    assert not counts().missed


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_shows_at_once(client, make_shop, uncached, change):
    product = make_shop(3)[1]
    before = client.get("/c/kitchen/").content
    change(product)
    after = client.get("/c/kitchen/").content
    assert after != before
    assert after == uncached("/c/kitchen/")


def test_the_first_picture_waits_for_a_categorys_own(client, make_shop):
    """How a picture is fetched depends on its place and page, so it is a part of the card's key."""
    make_shop(6)
    page = client.get("/c/kitchen/").content.decode()
    assert page.count('fetchpriority="high"') == 1
    Category.objects.filter(slug="kitchen").update(image="categories/kitchen.jpg")
    cards = client.get("/c/kitchen/").content.decode().split('class="cards ')[1]
    assert 'fetchpriority="high"' not in cards
    assert cards.count('loading="lazy"') == 2
