"""A guest fills a cart, makes an account, writes a review and leaves: on a phone, without JavaScript."""

import re
import uuid

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PASSWORD = "a long enough pass phrase"


def put_first_product_into_cart(page, category):
    page.goto(f"{category}?in_stock=1")
    page.locator(".card__link").first.click()
    title = page.locator("h1").inner_text()
    page.get_by_role("button", name="Add to cart").click()
    expect(page.locator(".personal .badge")).to_be_visible()  # on this page by a script, else on the cart's
    page.goto("/cart/")
    return title


def sign_up(page):
    """Returns the new customer's address."""
    email = f"{uuid.uuid4().hex}@example.com"
    page.goto("/account/signup/?next=/cart/")
    page.get_by_label("Name").fill("Ann Lee")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    page.wait_for_url("**/cart/")
    return email


def check(page):
    findings = Axe().run(page).response["violations"]
    assert not findings, "\n".join(f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in findings)


def test_the_cart_comes_along_and_stays(open_page, paths):
    page = open_page("/", "phone", scripts=False)
    title = put_first_product_into_cart(page, paths["category"])
    email = sign_up(page)
    expect(page.locator("main")).to_contain_text(title)
    page.goto("/account/")
    page.get_by_role("button", name="Log out", exact=True).click()
    page.goto("/cart/")
    expect(page.locator("main")).to_contain_text("There is nothing in it yet")
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(email.upper())
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/account/")
    page.goto("/cart/")
    expect(page.locator("main")).to_contain_text(title)


def test_quantities_change_and_lines_go(open_page, paths):
    page = open_page("/", "phone", scripts=False)
    put_first_product_into_cart(page, paths["category"])
    page.get_by_label(re.compile("Quantity of")).fill("2")
    page.get_by_role("button", name=re.compile("Update")).click()
    expect(page.locator(".sums__total")).to_contain_text("2 pieces")
    page.get_by_role("button", name=re.compile("Remove")).click()
    expect(page.locator("main")).to_contain_text("There is nothing in it yet")


def test_more_than_there_are_is_refused_in_words(open_page, paths):
    page = open_page("/", "phone")
    put_first_product_into_cart(page, paths["category"])
    page.evaluate("document.querySelector('[name=quantity]').removeAttribute('max')")
    page.get_by_label(re.compile("Quantity of")).fill("100")
    page.get_by_role("button", name=re.compile("Update")).click()
    expect(page.locator(".notice--error")).to_contain_text("At most 99")
    expect(page.locator(".sums__total")).to_contain_text("1 piece")


def test_a_review_waits_to_be_read(open_page, paths):
    page = open_page("/", "phone", scripts=False)
    sign_up(page)
    page.goto(paths["product"] + "review/")
    page.locator(".pill", has_text="4").click()
    page.get_by_label("Title").fill("Good")
    page.get_by_label("Review", exact=True).fill("It holds my tea.")
    page.get_by_role("button", name="Send the review").click()
    expect(page.get_by_role("status")).to_contain_text("once we have read it")
    page.goto(paths["product"])
    expect(page.locator("main")).not_to_contain_text("It holds my tea.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_only_customers_see_is_sound(open_page, paths, scheme):
    page = open_page("/", "phone", scheme)
    put_first_product_into_cart(page, paths["category"])
    check(page)
    sign_up(page)
    own = ("/account/", "/account/email/", "/account/addresses/add/", "/account/wishlist/", "/account/password/")
    for path in (*own, paths["product"] + "review/", "/account/password/reset/"):
        page.goto(path, wait_until="networkidle")
        check(page)
    assert page.troubles == []
