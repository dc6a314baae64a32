"""All that can be done on a page can be done without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_facets_apply_by_button(open_page, paths, width):
    page = open_page(paths["category"], width, scripts=False)
    if width == "phone":
        assert not page.locator("#in-stock").is_visible()
        page.locator(".drawer > summary").click()
    page.locator("#in-stock").check()
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url(re.compile(r"\?.*in_stock=1"))
    expect(page.get_by_role("list", name="Chosen filters")).to_contain_text("In stock only")
    page.get_by_role("link", name=re.compile("Remove.*In stock only")).click()
    page.wait_for_url(lambda url: "in_stock" not in url)


def test_sort_applies_by_button(open_page, paths):
    page = open_page(paths["category"], scripts=False)
    page.locator("#sort").select_option("price")
    page.get_by_role("button", name="Sort").click()
    page.wait_for_url(re.compile("sort=price"))
    assert page.locator("#sort").input_value() == "price"


def test_a_variant_goes_into_the_cart(open_page, found, paths):
    page = open_page(paths["category"] + "?in_stock=1", "phone", scripts=False)
    page.locator(".card__link").first.click()
    title = page.locator("h1").inner_text()
    page.get_by_role("button", name="Add to cart").click()
    page.wait_for_url("**/cart/")
    expect(page.locator("main")).to_contain_text(title)
    expect(page.locator(".site-header .badge")).to_contain_text("1")


def test_search_is_a_plain_form(open_page, paths):
    page = open_page("/", "phone", scripts=False)
    page.get_by_label("Search the shop").fill(paths["word"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator(".card").count() > 0
