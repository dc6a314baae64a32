"""How many queries a page makes. The number never depends on how many products it shows.

| page     | with nothing cached                                                             | with its data cached |
| -------- | ------------------------------------------------------------------------------- | -------------------- |
| home     | popular · newest · on sale · navigation                                         | none |
| category | the category · window with total and facets · cards · navigation                | none |
| chosen   | the same; one more for the ids of chosen facets                                 | ids · window |
| product  | product, pictures, names, category · variants · reviews · cards · navigation    | the first three |
| search   | at most four (ids of chosen facets, correction, window, cards) · navigation     | the first four |

A second visitor's page comes from the page cache: no query.
"""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shop.caching import versions

pytestmark = pytest.mark.django_db
PAGES = [  # address; queries at most with nothing cached; with data cached
    ("/", 4, 0),
    ("/c/kitchen/", 4, 0),
    ("/c/kitchen/?page=1", 4, 0),
    ("/c/kitchen/mugs/?colour=Blue&sort=price", 5, 2),
    ("/c/kitchen/?page=1&in_stock=1&price_min=5", 4, 1),
    ("/p/blue-mug-1/", 5, 3),
    ("/search/?q=mug", 5, 4),
    ("/search/?q=mug&colour=Blue", 5, 4),
    ("/pages/about/", 1, 0),
    ("/sitemap.xml", 1, 1),
    ("/sitemap-products-0.xml", 1, 1),
    ("/search/suggest/?q=mu", 4, 4),
]


def queries_of(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured]


def lose_all():
    """As when Redis comes back empty."""
    versions.run(versions.EPOCH, [], "another", f"epoch-{uuid.uuid4().hex}", 0)


@pytest.fixture
def lose_pages(monkeypatch):
    return lambda: monkeypatch.setattr(versions, "shell_key", lambda key: f"{versions.prefix()}lost:{key}")


@pytest.mark.parametrize(("path", "at_most"), [page[:2] for page in PAGES])
def test_few_queries_however_many_products(client, make_shop, relay, path, at_most):
    make_shop(3)
    few = queries_of(client, path)
    make_shop(12, first=3)
    relay()
    lose_all()
    many = queries_of(client, path)
    assert len(few) == len(many), "\n".join(many)
    assert len(many) <= at_most, "\n".join(many)
    assert queries_of(client, path) == []


@pytest.mark.parametrize(("path", "at_most"), [(path, warm) for path, _cold, warm in PAGES])
def test_fewer_where_only_the_pages_are_lost(client, make_shop, make_product, lose_pages, path, at_most):
    make_shop(3)
    make_product(9, sale="10.00")
    queries_of(client, path)
    lose_pages()
    again = queries_of(client, path)
    assert len(again) <= at_most, "\n".join(again)


def test_other_pages_of_a_list_find_its_window(client, make_shop):
    make_shop(30)
    queries_of(client, "/c/kitchen/")
    (only,) = queries_of(client, "/c/kitchen/?page=2")
    assert 'FROM "catalog_product"' in only  # its cards


def test_no_query_asks_who_the_visitor_is(client, make_shop):
    make_shop(2)
    for path, *_ in PAGES:
        for sql in queries_of(client, path):
            assert not {"django_session", "accounts_customer", "cart_cart"} & set(sql.replace('"', " ").split())
