"""A customer's whole road: a cart, an account, a voucher, money, mail and invoice, second thoughts, a refund.

And each page of it on a phone: sound (axe, WCAG 2.2 AA), no wider than the phone, without a word on the console.
"""

import re
import time
import uuid
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import expect

from tests.browser.test_account_and_cart import check, put_first_product_into_cart, sign_up
from tests.browser.test_checkout import fill_address, order_number, press

pytestmark = pytest.mark.browser
SECONDS = 30  # for what a worker does meanwhile
VOUCHER = """
WITH made AS (
    INSERT INTO cart_promotion (name, kind, value, buy, free, currency, minimum, scope, audience, needs_code,
                                combinable, is_active)
    VALUES ('Ten percent', 'percentage', 10, 0, 0, 'USD', 0, 'all', 'all', true, false, true) RETURNING id)
INSERT INTO cart_voucher (promotion_id, code) SELECT id, '{}' FROM made
"""


def walk_to_review(page, email=""):
    page.goto("/checkout/")
    if email:
        page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Country").first.select_option("GB")
    page.get_by_role("button", name="Show this country's fields").first.click()
    fill_address(page)
    press(page, "Go on to delivery")
    page.get_by_label(re.compile("Express")).check()
    press(page, "Go on")


def order(page) -> str:
    page.get_by_label("I have read the terms").check()
    press(page, re.compile("Order and pay"))
    return order_number(page)


def wait_for(look):
    """What `look` finds, as soon as it finds something."""
    deadline = time.monotonic() + SECONDS
    while not (found := look()):
        assert time.monotonic() < deadline, f"{look} found nothing in {SECONDS} s"
        time.sleep(0.1)
    return found


def mail_to(stack, email: str, *words: str):
    """The first mail to this address that has all these words, its subject included."""
    for path in sorted((stack.state.directory / "mail").glob("*.eml")):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        text = f"{mail['Subject']} {mail.get_body(('plain',)).get_content()}"
        if mail["X-Delivered-To"] == email and all(word in text for word in words):
            return mail
    return None


def test_a_customer_buys_has_the_invoice_cancels_and_is_refunded(open_page, paths, stack):
    code = f"TEN{uuid.uuid4().hex[:8].upper()}"
    stack.psql(VOUCHER.format(code))
    page = open_page("/", scripts=False)
    title = put_first_product_into_cart(page, paths["category"])
    email = sign_up(page)
    expect(page.locator("main")).to_contain_text(title)  # the guest's cart has come along
    page.get_by_label("Voucher code").fill(code.lower())
    press(page, "Use it")
    expect(page.locator("main")).to_contain_text("Ten percent")
    walk_to_review(page)
    number = order(page)
    press(page, re.compile("^Pay "))
    expect(page.locator("h1")).to_have_text("Thank you!")
    expect(page.locator(".badge")).to_have_count(0)
    wait_for(lambda: mail_to(stack, email, number, title))
    page.goto("/account/orders/")
    page.get_by_role("link", name=re.compile(number)).first.click()
    expect(page.locator("main")).to_contain_text("Ten percent")
    invoice = wait_for(lambda: page.reload() and page.get_by_role("link", name=re.compile("nvoice")).all())
    address = invoice[0].get_attribute("href")
    assert page.request.get(address).body().startswith(b"%PDF-")
    stranger = open_page("/", scripts=False)
    assert stranger.request.get(address, max_redirects=0).status in {302, 404}
    press(page, re.compile("Cancel"))
    expect(page.locator("main")).to_contain_text(re.compile("cancelled", re.IGNORECASE))
    asked = f"SELECT count(*) FROM checkout_refund r JOIN checkout_order o ON o.id = order_id WHERE number = '{number}'"
    wait_for(lambda: stack.psql(f"{asked} AND r.state = 'done' AND amount = o.total") == "1")
    assert stack.psql(asked) == "1"


def test_each_page_is_sound_on_a_phone(open_page, paths):
    page = open_page("/", "phone")
    page.goto(f"{paths['category']}?in_stock=1")
    page.locator(".card__link").first.click()
    press(page, "Add to cart")
    expect(page.locator(".said")).not_to_be_empty()
    seen = []

    def look():
        check(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        assert page.evaluate("window.violations") == []
        seen.append(page.url)

    page.goto("/cart/")
    look()
    page.goto("/checkout/")
    page.get_by_label("E-mail address").fill("phone-sound@example.com")
    page.get_by_label("Country").first.select_option("GB")
    expect(page.get_by_label("Postal code").first).to_be_visible()
    look()
    fill_address(page)
    press(page, "Go on to delivery")
    look()
    press(page, "Go on")
    look()
    order(page)
    look()
    press(page, re.compile("^Pay "))
    expect(page.locator("h1")).to_have_text("Thank you!")
    look()
    assert len(set(seen)) == 6
    assert not page.troubles
