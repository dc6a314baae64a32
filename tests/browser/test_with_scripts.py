"""What scripts add: no reload, no lost focus, nothing that a keyboard can't reach."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_facets_apply_at_once_and_focus_stays(open_page, paths):
    page = open_page(paths["category"])
    page.evaluate("window.sameDocument = true")
    page.locator("#in-stock").focus()
    page.keyboard.press("Space")
    page.wait_for_url(re.compile(r"\?in_stock=1"))
    expect(page.get_by_role("list", name="Chosen filters")).to_contain_text("In stock only")
    assert page.evaluate("window.sameDocument")
    assert page.evaluate("document.activeElement.id") == "in-stock"
    page.go_back()
    expect(page.locator("#in-stock")).not_to_be_checked()
    assert page.troubles == []


def test_facets_beside_the_list_can_be_reached_though_the_drawer_is_shut(open_page, paths):
    page = open_page(paths["category"])
    assert page.locator("details.drawer").get_attribute("open") is None
    page.locator("#price-max").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "in-stock"


def test_suggestions_by_keyboard(open_page, paths):
    page = open_page("/")
    box = page.get_by_role("combobox")
    box.press_sequentially(paths["word"][:4].lower(), delay=30)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "suggestion-0"
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert box.input_value() == paths["word"][:4].lower()
    box.press_sequentially(paths["word"][4:5].lower() or "s")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(re.compile("/(p|c|search)/"))
    assert page.troubles == []


def test_the_first_key_offers_to_skip_to_the_content(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
