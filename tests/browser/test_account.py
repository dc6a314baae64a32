"""Addresses and wishes, on a phone: without JavaScript, and what scripts add."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_account_and_cart import check, sign_up

pytestmark = pytest.mark.browser


def fill_in(page, **fields):
    for label, text in fields.items():
        page.get_by_label(label.replace("_", " ")).fill(text)


def test_an_address_in_another_country(open_page):
    page = open_page("/", "phone", scripts=False)
    sign_up(page)
    page.goto("/account/addresses/add/")
    page.get_by_label("Name").fill("Ann Lee")
    page.get_by_label("Country").select_option("DE")
    page.get_by_role("button", name="Show this country").click()
    expect(page.get_by_label("State")).to_have_count(0)
    expect(page.get_by_label("Name")).to_have_value("Ann Lee")
    fill_in(page, Street_and_number="Unter den Linden 1", Postal_code="9", City="Berlin")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("There is no such code in this country")
    fill_in(page, Postal_code="10117")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".address-card")).to_contain_text("10117 BERLIN")
    page.get_by_role("button", name=re.compile("Remove")).click()
    expect(page.locator("main")).to_contain_text("There are none yet")


def test_a_script_brings_the_other_countrys_fields_in_place(open_page):
    page = open_page("/", "phone")
    sign_up(page)
    page.goto("/account/addresses/add/")
    page.evaluate("window.sameDocument = true")
    expect(page.get_by_role("button", name="Show this country")).to_be_hidden()
    page.get_by_label("Name").fill("Ann Lee")
    page.get_by_label("Country").select_option("JP")
    expect(page.get_by_label("Prefecture")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Ann Lee")
    assert page.evaluate("window.sameDocument && document.activeElement.name") == "country_code"
    check(page)


def test_a_guests_wishes_come_along_and_move_to_the_cart(open_page, paths):
    page = open_page(f"{paths['category']}?in_stock=1", "phone", scripts=False)
    page.locator(".card__link").first.click()
    title = page.locator("h1").inner_text()
    page.get_by_role("button", name="Put on the wish list").click()
    page.wait_for_url("**/account/wishlist/")
    sign_up(page)
    page.goto("/account/wishlist/")
    expect(page.locator(".wish")).to_contain_text(title)
    page.get_by_role("button", name=re.compile("Move to the cart")).click()
    expect(page.get_by_role("status")).to_contain_text("In your cart now")
    page.goto("/cart/")
    expect(page.locator("main")).to_contain_text(title)
