"""On a shared computer: who has logged out shows on no page that the browser's back button leads to."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_the_back_button_shows_nobody(open_page, paths, scripts):
    page = open_page("/account/signup/", scripts=scripts)
    page.get_by_label("Name").fill("Vera Byte")
    page.get_by_label("E-mail address").fill(f"vera-{id(page)}-{scripts}@example.com")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Make my account").click()
    page.wait_for_url("**/account/")
    for path in (paths["category"], paths["product"], "/account/"):
        page.goto(path)
        expect(page.locator(".personal__name")).to_have_text("Vera")
    page.get_by_role("button", name="Log out", exact=True).click()
    page.wait_for_load_state("networkidle")
    for _ in range(3):
        page.go_back()
        assert "Vera" not in page.content(), page.url
