"""Every page is heads of indexes: no plan reads a large table from end to end.

The plans are held on 50,000 products made for the test, which is where PostgreSQL begins to prefer indexes for good.
PLAN_DATABASE_URL=postgres://…/million holds them on a real or blown-up catalogue instead.
"""

import json
import os

import pytest
from django.db import connection, connections
from django.db.utils import ConnectionHandler
from django.http import QueryDict

from catalog.models import Category, Product, SearchWord
from catalog.queries.categories import category_by_path, old_address
from catalog.queries.home import home_page
from catalog.queries.listing import category_listing
from catalog.queries.navigation import navigation
from catalog.queries.products import product_page
from catalog.queries.selection import PAGES, ListingQuery
from catalog.search import search, suggest
from catalog.tests.queries.shop_of import category, facet, many_products
from settings import environment

LARGE_ROWS = 10_000
PRODUCTS = 50_000  # made in 8 s


@pytest.fixture
def large_shop(db):
    """A shop of 50,000, or the one that PLAN_DATABASE_URL names; gone, or left alone, afterwards."""
    if "PLAN_DATABASE_URL" not in os.environ:
        facet("colour")
        many_products(category("Tops", category("Men")), PRODUCTS)
        with connection.cursor() as cursor:
            # What autovacuum does soon after a load.
            for index in ("product_found", "product_search", "listing_by_facets"):
                cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
            cursor.execute("ANALYZE")
        yield
        return
    ours = connections["default"]
    url = environment.database(os.environ["PLAN_DATABASE_URL"])
    connections["default"] = ConnectionHandler({"default": connections.settings["default"] | url})["default"]
    yield
    connections["default"].close()
    connections["default"] = ours


@pytest.fixture(autouse=True)
def production_costs(large_shop):
    """As deploy/postgres/postgresql.conf has it; the default is for discs that turn."""
    with connection.cursor() as cursor:
        cursor.execute("SET random_page_cost = 1.1")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET random_page_cost")


class Plans:
    """While it is open, explains every query; `scans` has the tables read from end to end, with the query's page."""

    def __init__(self):
        self.scans, self.explained, self.page = [], 0, ""
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [LARGE_ROWS])
            self.large = {row[0] for row in cursor.fetchall()}

    def __call__(self, execute, sql, parameters, many, context):
        if not sql.startswith("EXPLAIN"):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
                plan = cursor.fetchone()[0]
            self.explained += 1
            plan = json.loads(plan) if isinstance(plan, str) else plan
            self.scans += [f"{self.page}: Seq Scan on {table}" for table in self._scanned(plan[0]["Plan"])]
        return execute(sql, parameters, many, context)

    def _scanned(self, node):
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] in self.large:
            yield node["Relation Name"]
        for child in node.get("Plans", []):
            yield from self._scanned(child)


def pages():
    """Name → what a page reads."""
    place = Category.objects.filter(is_active=True).order_by("-depth", "path").first()
    facets = category_listing(place, ListingQuery()).facets
    brand = next((choice.value for one in facets if one.code == "brand" for choice in one.values), "none")
    common, rare = SearchWord.objects.order_by("-documents").first(), SearchWord.objects.order_by("documents").first()
    texts = [
        common.word,
        rare.word,
        f"{common.word} {rare.word}",
        common.word[:-1] + "qq",
        "PN-77",
        "no such thing",
        "xyzzy",
    ]

    def listing(text):
        return lambda: category_listing(place, ListingQuery.parse(QueryDict(text)))

    addresses = [f"sort={sort}" for sort in ("popularity", "newest", "price", "-price", "rating")]
    addresses += [f"brand={brand}&{one}" for one in addresses] + [
        f"page={PAGES}",
        "price_min=20&price_max=30",
        "in_stock=1",
    ]
    beyond = category_listing(place, ListingQuery.parse(QueryDict(f"page={PAGES}"))).next_after
    slug = Product.objects.order_by("-popularity", "-pk").first().slug
    return {
        "home": home_page,
        "navigation": lambda: navigation(place),
        "category": lambda: category_by_path(place.url_path),
        "old address": lambda: old_address("p/gone"),
        **{f"listing ?{one}": listing(one) for one in [*addresses, f"after={beyond}", f"after={beyond}&brand={brand}"]},
        "product": lambda: product_page(slug),
        "no product": lambda: product_page("gone"),
        **{f"search {text}": lambda text=text: search(text, ListingQuery()) for text in texts},
        f"search {brand}": lambda: search(common.word, ListingQuery.parse(QueryDict(f"brand={brand}&sort=price"))),
        **{f"suggest {text[:4]}": lambda text=text: suggest(text[:4]) for text in texts},
    }


def test_no_page_reads_a_large_table_from_end_to_end(large_shop):
    plans = Plans()
    assert {"catalog_product", "catalog_listing"} <= plans.large
    todo = pages()
    with connection.execute_wrapper(plans):
        for plans.page, read in todo.items():
            read()
    assert plans.explained > len(todo)
    assert plans.scans == []
    # The check itself sees one.
    plans.page = "no page"
    with connection.execute_wrapper(plans):
        assert not Product.objects.filter(description="nobody has this").exists()
    assert plans.scans == ["no page: Seq Scan on catalog_product"]
