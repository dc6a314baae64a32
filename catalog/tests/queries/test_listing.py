"""Category pages: order, facets, counts, pages by number and by key."""

import pytest
from django.http import QueryDict

from catalog.models import Category, Listing, Product
from catalog.queries.listing import category_listing
from catalog.queries.selection import PAGES, PER_PAGE, InvalidPage, ListingQuery
from catalog.tests.queries.shop_of import category, facet, many_products, product

pytestmark = pytest.mark.django_db


@pytest.fixture
def tops():
    return category("Tops", category("Men"))


def listed(place, text=""):
    return category_listing(place, ListingQuery.parse(QueryDict(text)))


def titles(page):
    return [one.title for one in page.products]


def counts(page, code):
    return {choice.value: choice.count for one in page.facets if one.code == code for choice in one.values}


def test_each_sort_has_its_order_and_what_lacks_the_value_comes_last(tops):
    product("Dear", tops, price=30, popularity=1)
    product("Cheap", tops, price=5, popularity=2)
    product("Unpriced", tops, price=None, popularity=9)
    rated = product("Rated", tops, price=20, popularity=0)
    rated.reviews.create(author="A", rating=4, text="Good", status="approved")
    assert titles(listed(tops)) == ["Unpriced", "Cheap", "Dear", "Rated"]
    assert titles(listed(tops, "sort=newest")) == ["Rated", "Unpriced", "Cheap", "Dear"]
    assert titles(listed(tops, "sort=price")) == ["Cheap", "Rated", "Dear", "Unpriced"]
    assert titles(listed(tops, "sort=-price")) == ["Dear", "Rated", "Cheap", "Unpriced"]
    assert titles(listed(tops, "sort=rating")) == ["Rated", "Unpriced", "Cheap", "Dear"]


def test_any_value_of_a_facet_and_all_of_the_facets(tops):
    facet("colour")
    product("Red Acme", tops, brand="Acme", attributes={"colour": "Red"})
    product("Blue Acme", tops, brand="Acme", attributes={"colour": "Blue"})
    product("Red Bolt", tops, brand="Bolt", attributes={"colour": "Red"})
    product("Green Cobra", tops, brand="Cobra", attributes={"colour": "Green"})
    page = listed(tops, "colour=Red&colour=Blue&brand=Acme")
    assert set(titles(page)) == {"Red Acme", "Blue Acme"}
    # A facet's counts leave its own choice out of account: what a second value would add.
    assert counts(page, "brand") == {"Acme": 2, "Bolt": 1}
    assert counts(page, "colour") == {"Red": 1, "Blue": 1}
    assert {v.value for one in page.facets for v in one.values if v.selected} == {"Red", "Blue", "Acme"}


def test_a_chosen_value_that_nothing_has_can_be_taken_back(tops):
    facet("colour")
    product("Red", tops, brand="Acme", attributes={"colour": "Red"})
    product("Blue", tops, brand="Bolt", attributes={"colour": "Blue"})
    page = listed(tops, "colour=Red&brand=Bolt&brand=Nobody")
    assert page.products == []
    assert page.total == 0 and page.total_is_exact
    assert counts(page, "brand") == {"Acme": 1, "Bolt": 0, "Nobody": 0}


def test_an_unknown_facet_is_ignored_and_leaves_the_address(tops):
    product("Red", tops)
    page = listed(tops, "utm_source=mail&brand=Acme&sort=price")
    assert page.query.querystring() == "brand=Acme&sort=price"
    assert titles(listed(tops, "utm_source=mail")) == ["Red"]


def test_price_range_and_stock(tops):
    product("Five", tops, price=5)
    product("Ten", tops, price=10, on_hand=0)
    product("Twenty", tops, price=20)
    page = listed(tops, "price_min=6&price_max=20")
    assert set(titles(page)) == {"Ten", "Twenty"}
    assert page.price_bounds == (5, 20)  # of what could be chosen
    assert set(titles(listed(tops, "price_min=6&in_stock=1"))) == {"Twenty"}


def test_number_and_boolean_values_are_labelled_and_in_order(tops):
    facet("size", kind="number", unit="cm")
    facet("touch", kind="boolean")
    product("One", tops, attributes={"size": 100.0, "touch": True})
    product("Two", tops, attributes={"size": 20.5, "touch": False})
    labels = {one.code: [choice.label for choice in one.values] for one in listed(tops).facets}
    assert labels["size"] == ["20.5 cm", "100 cm"]
    assert set(labels["touch"]) == {"Yes", "No"}


def test_a_facet_that_says_nothing_of_most_products_is_left_out_unless_chosen(tops):
    facet("colour")
    many_products(tops, 50)
    product("Red", tops, attributes={"colour": "Red"})
    product("Blue", tops, attributes={"colour": "Blue"})
    assert [one.code for one in listed(tops).facets] == ["brand"]
    assert [one.code for one in listed(tops, "colour=Red").facets] == ["colour"]


def test_an_ancestor_lists_what_is_below(tops):
    product("Tee", tops)
    men = Category.objects.get(name="Men")
    assert titles(listed(men)) == ["Tee"]


def test_what_went_off_sale_a_moment_ago_is_not_shown(tops, django_assert_num_queries):
    shirt = product("Tee", tops)
    # The clock has passed its time, and no refresh has come yet.
    Product.objects.filter(pk=shirt.pk).update(publish_at="2020-01-01T00:00Z")
    with_listing = Listing.objects.filter(product=shirt).exists()
    Product.objects.filter(pk=shirt.pk).update(unpublish_at="2021-01-01T00:00Z")
    assert with_listing
    assert listed(tops).products == []


def test_pages_by_number_and_then_by_key_show_every_product_once(tops, django_assert_num_queries):
    many_products(tops, PAGES * PER_PAGE + 50)
    for sort in ("popularity", "newest", "price", "-price", "rating"):
        last = listed(tops, f"page={PAGES}&sort={sort}")
        assert (last.total, last.total_is_exact, last.pages) == (2000, False, PAGES)
        seen = [one.pk for number in (1, 2, PAGES) for one in listed(tops, f"page={number}&sort={sort}").products]
        page = last
        while page.next_after:
            # 1. the window's counts, 2. the rows behind the cursor, 3. their products
            with django_assert_num_queries(3):
                page = listed(tops, page.query.with_after(page.next_after))
            seen += [one.pk for one in page.products]
        assert len(seen) == len(set(seen)) == 3 * PER_PAGE + 50, sort


def test_a_page_beyond_the_last_is_refused(tops):
    product("Tee", tops)
    with pytest.raises(InvalidPage):
        listed(tops, "page=2")
    with pytest.raises(InvalidPage):
        listed(tops, "after=0_0_1")


def test_an_empty_category_has_one_page(tops):
    page = listed(tops)
    assert (page.products, page.total, page.pages, page.facets) == ([], 0, 1, [])


def test_two_queries_however_many_products(tops, django_assert_num_queries):
    product("Tee", tops, brand="Acme")
    for more in (0, 60):
        many_products(tops, more)
        # 1. ids of the page, total, facet counts; 2. products with their brands
        with django_assert_num_queries(2):
            assert [one.brand.name for one in listed(tops).products if one.brand]
    # before them: the ids of the chosen values
    with django_assert_num_queries(3):
        listed(tops, "brand=Acme&brand=Bolt&price_min=3")
