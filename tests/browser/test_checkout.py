"""From the cart to the order and back: on a phone without a script, and with scripts as they make it easier."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_account_and_cart import check, put_first_product_into_cart, sign_up

pytestmark = pytest.mark.browser
HOME = {"Name": "Ann Lee", "Street and number": "1 High Street", "Town or city": "London", "Postal code": "SW1A 1AA"}


def press(page, name):
    page.get_by_role("button", name=name).click()


def fill_address(page):
    """In Britain; the delivery address is the first on the page."""
    for label, value in HOME.items():
        page.get_by_label(label, exact=True).first.fill(value)


def order_number(page) -> str:
    return re.search(r"/([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/", page.url)[1]


def test_a_guest_buys_on_a_phone_without_a_script(open_page, paths):
    page = open_page("/", "phone", scripts=False)
    title = put_first_product_into_cart(page, paths["category"])
    page.goto("/checkout/")
    press(page, "Go on to delivery")
    expect(page.get_by_role("alert")).to_contain_text("E-mail address: This field is required.")
    page.get_by_label("Country").first.select_option("GB")
    page.get_by_role("button", name="Show this country's fields").first.click()
    page.get_by_label("E-mail address").fill("phone@example.com")
    fill_address(page)
    press(page, "Go on to delivery")
    press(page, "Go on")
    expect(page.locator("main")).to_contain_text("1 High Street")
    page.get_by_label("I have read the terms").check()
    press(page, re.compile("Order and pay"))
    expect(page.locator("main")).to_contain_text(re.compile(r"kept for you until \d\d:\d\d UTC"))
    page.go_back()  # nothing is sent again; the order that waits is named
    page.reload()
    expect(page.locator("h1")).to_have_text("An order waits for you")
    press(page, "Pay this order")
    press(page, re.compile("^Pay "))
    expect(page.locator("h1")).to_have_text("Thank you!")
    page.get_by_role("link", name="Your order and what becomes of it").click()
    expect(page.locator("main")).to_contain_text(title)
    expect(page.locator("main")).to_contain_text("Your payment has arrived.")


def test_scripts_swap_fields_hide_the_bill_and_count(open_page, paths):
    page = open_page(paths["category"] + "?in_stock=1", "desktop")
    page.locator(".card__link").first.click()
    press(page, "Add to cart")
    expect(page.locator(".said")).not_to_be_empty()
    page.goto("/checkout/")
    check(page)
    expect(page.locator(".billing__address")).to_be_hidden()
    page.get_by_label("The bill goes to the same address").uncheck()
    expect(page.locator(".billing__address")).to_be_visible()
    page.get_by_label("The bill goes to the same address").check()
    page.get_by_label("Country").first.select_option("GB")
    expect(page.get_by_label("Town or city").first).to_be_visible()
    page.get_by_label("E-mail address").fill("desk@example.com")
    fill_address(page)
    for button in ("Go on to delivery", "Go on"):
        press(page, button)
        check(page)
    page.get_by_label("I have read the terms").check()
    press(page, re.compile("Order and pay"))
    expect(page.locator("main")).to_contain_text(re.compile(r"1[34]:\d\d minutes left"))
    check(page)
    press(page, "Cancel this order")
    expect(page.locator("main")).to_contain_text("Your order is cancelled.")
    check(page)


def test_a_customer_finds_the_order_cancels_it_and_buys_it_again(open_page, paths):
    page = open_page("/", "phone", scripts=False)
    title = put_first_product_into_cart(page, paths["category"])
    sign_up(page)
    page.goto("/checkout/")
    page.get_by_label("Country").first.select_option("GB")
    page.get_by_role("button", name="Show this country's fields").first.click()
    fill_address(page)
    press(page, "Go on to delivery")
    press(page, "Go on")
    page.get_by_label("I have read the terms").check()
    press(page, re.compile("Order and pay"))
    number = order_number(page)
    press(page, re.compile("^Pay "))
    page.goto("/account/orders/")
    page.get_by_role("link", name=number).click()
    press(page, "Cancel this order")
    expect(page.locator("main")).to_contain_text("Cancelled")
    expect(page.locator("main")).to_contain_text(re.compile("on its way back to you|went back to you"))
    press(page, "Buy it again")
    expect(page.locator("main")).to_contain_text(title)
