"""How many queries a page makes with nothing cached. The number never depends on how many products it shows.

home: popular · newest · on sale · categories, which are the menu, too
category: the category · the window with total and facets · cards · navigation; one more for the ids of chosen facets
product: the product with its pictures, names and category · variants · reviews · related cards · navigation
search: at most four of the search (chosen facets, correction, window, cards) · navigation

A second visitor's page comes from the page cache: no query.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db
PAGES = [
    ("/", 4),
    ("/c/kitchen/", 4),
    ("/c/kitchen/mugs/?colour=Blue&sort=price", 5),
    ("/c/kitchen/?page=1&in_stock=1&price_min=5", 4),
    ("/p/blue-mug-1/", 5),
    ("/search/?q=mug", 5),
    ("/search/?q=mug&colour=Blue", 5),
    ("/pages/about/", 1),
    ("/sitemap.xml", 1),
    ("/sitemap-products-0.xml", 1),
    ("/search/suggest/?q=mu", 4),
]


def queries_of(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured]


@pytest.mark.parametrize(("path", "at_most"), PAGES)
def test_few_queries_however_many_products(client, make_shop, relay, path, at_most):
    make_shop(3)
    few = queries_of(client, path)
    make_shop(12, first=3)
    relay()
    many = queries_of(client, path)
    assert len(few) == len(many), "\n".join(many)
    assert len(many) <= at_most, "\n".join(many)
    assert queries_of(client, path) == []


def test_no_query_asks_who_the_visitor_is(client, make_shop):
    make_shop(2)
    for path, _ in PAGES:
        for sql in queries_of(client, path):
            assert not {"django_session", "accounts_customer", "cart_cart"} & set(sql.replace('"', " ").split())
