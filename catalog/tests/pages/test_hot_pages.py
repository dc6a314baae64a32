"""Which pages are the hottest, of the whole shop and of what a change touches."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.hot_pages import hot_pages
from catalog.models import Category, Product

pytestmark = pytest.mark.django_db
MUGS = [f"/p/blue-mug-{number}/" for number in range(8)]


@pytest.fixture
def mugs(make_shop):
    make_shop(8)
    Product.objects.filter(slug="blue-mug-3").update(status="draft")
    return {product.slug: product.pk for product in Product.objects.all()}


def tags(mugs, *numbers) -> list[str]:
    return [f"p{mugs[f'blue-mug-{number}']}" for number in numbers]


def test_home_then_categories_by_size_then_products_by_popularity(mugs):
    paths = hot_pages(100)
    assert paths == ["/", "/c/kitchen/", "/c/kitchen/mugs/", "/c/toys/", *MUGS[:3], *MUGS[4:]]
    assert hot_pages(5) == paths[:5]


def test_of_a_change_its_own_page_and_where_it_is_listed(mugs):
    assert hot_pages(50, tags(mugs, 5)) == ["/p/blue-mug-5/", "/", "/c/kitchen/", "/c/kitchen/mugs/"]
    with CaptureQueriesContext(connection) as asked:
        hot_pages(50, tags(mugs, *range(8)))
    assert len(asked) == 2  # products; categories


def test_the_most_popular_of_many(mugs):
    assert hot_pages(7, tags(mugs, 7, 6, 5, 4, 3, 2, 1, 0)) == [*MUGS[:3], *MUGS[4:6], "/", "/c/kitchen/"]


def test_of_a_category_its_page(mugs):
    toys = Category.objects.get(slug="toys")
    assert hot_pages(50, [f"c{toys.pk}", "pc1x", "p", "u7", "k3", "lists"]) == ["/", "/c/toys/"]


def test_of_a_change_of_everything_the_hottest(mugs):
    assert hot_pages(6, ["menu"]) == ["/", "/c/kitchen/", "/c/toys/", "/c/kitchen/mugs/", *MUGS[:2]]
