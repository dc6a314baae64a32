"""A buyer's browser goes to a provider's page and comes back: our content policy lets its form lead there."""

import pytest

from tests.stack.paying import Buyer, PaidShop

pytestmark = [pytest.mark.stack, pytest.mark.browser]


@pytest.fixture(scope="module")
def shop(stack):
    with PaidShop(stack, "paid-browser", offset=9) as running:
        yield running


@pytest.fixture
def pay_page(shop, stack, chromium):
    """An order's payment page, in a browser without scripts."""
    buyer = Buyer(shop, stack.variant)
    buyer.order()
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies(
        [{"name": one.name, "value": one.value or "", "url": shop.url} for one in buyer.browser.cookies]
    )
    page = context.new_page()
    page.goto(f"{shop.url}/checkout/pay/{buyer.number}/")
    yield page
    context.close()


def test_there_and_back(shop, pay_page):
    pay_page.get_by_role("button", name="Pay $").click()
    pay_page.wait_for_url(f"{shop.gateway.url}/pay/*")
    pay_page.get_by_role("button", name="Pay").click()
    pay_page.wait_for_url("**/checkout/done/*/")


def test_leaving_the_gateway_leads_back_to_the_choice(shop, pay_page):
    pay_page.get_by_role("button", name="Pay $").click()
    pay_page.wait_for_url(f"{shop.gateway.url}/pay/*")
    pay_page.get_by_role("button", name="Leave").click()
    pay_page.wait_for_url("**/checkout/pay/*/")
    assert pay_page.get_by_text("You have not paid yet").is_visible()
    assert pay_page.get_by_role("button", name="Pay $").is_visible()
