"""Adding and changing without a reload: the badge follows, it is said aloud, focus is not lost."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def product(open_page, paths):
    page = open_page(f"{paths['category']}?in_stock=1", "phone")
    page.goto(page.locator(".card__link").first.get_attribute("href"), wait_until="networkidle")
    page.evaluate("window.sameDocument = true")
    return page


def test_an_add_shows_in_the_header_and_is_said(product):
    add = product.get_by_role("button", name="Add to cart")
    add.click()
    expect(product.get_by_role("status").filter(has_text="Added to your cart")).to_be_visible()
    expect(product.locator(".badge")).to_have_text(re.compile(r"^1\b"))
    add.click()
    expect(product.locator(".badge")).to_have_text(re.compile(r"^2\b"))
    assert product.evaluate("window.sameDocument")
    findings = Axe().run(product).response["violations"]
    assert not findings, findings
    product.get_by_role("link", name="To the cart").click()
    expect(product.locator(".sums__total")).to_contain_text("2 pieces")
    assert product.troubles == []


def test_a_double_click_adds_one(product):
    product.get_by_role("button", name="Add to cart").dblclick()
    expect(product.locator(".badge")).to_have_text(re.compile(r"^1\b"))
    product.goto("/cart/")
    expect(product.locator(".sums__total")).to_contain_text("1 piece")


def test_the_cart_changes_in_place_and_focus_stays(product):
    product.get_by_role("button", name="Add to cart").click()
    expect(product.locator(".badge")).to_be_visible()
    product.goto("/cart/", wait_until="networkidle")
    product.evaluate("window.sameDocument = true")
    quantity = product.get_by_label(re.compile("Quantity of"))
    quantity.focus()
    product.keyboard.press("ArrowUp")
    expect(product.locator(".sums__total")).to_contain_text("2 pieces")
    expect(product.locator(".badge")).to_have_text(re.compile(r"^2\b"))
    assert product.evaluate("document.activeElement.name") == "quantity"
    product.get_by_role("button", name=re.compile("Save for later")).click()
    expect(product.get_by_role("heading", name="Saved for later")).to_be_visible()
    assert product.evaluate("document.activeElement.tagName") == "H1"
    product.get_by_role("button", name=re.compile("Back to the cart")).click()
    expect(product.locator(".sums__total")).to_contain_text("2 pieces")
    product.get_by_role("button", name=re.compile("^Remove")).first.click()
    expect(product.locator("main")).to_contain_text("There is nothing in it yet")
    expect(product.locator(".badge")).to_have_count(0)
    assert product.evaluate("window.sameDocument") and product.troubles == []


def test_a_wrong_voucher_is_told_and_can_be_corrected(product):
    product.get_by_role("button", name="Add to cart").click()
    expect(product.locator(".badge")).to_be_visible()
    product.goto("/cart/", wait_until="networkidle")
    code = product.get_by_label("Voucher code")
    code.fill("NO-SUCH-CODE")
    product.get_by_role("button", name="Use it").click()
    expect(product.get_by_role("alert")).to_contain_text("We don't know this voucher code")
    assert code.input_value() == "NO-SUCH-CODE"
