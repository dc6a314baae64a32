"""The admin in a real browser: its scripts work under the shop's own, strict Content-Security-Policy."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(request, open_page):
    """editor("catalog/product/") → that page of the admin, signed in. Beside BROWSER_TEST_URL: EDITOR_… as in .env."""
    known = os.environ if os.environ.get("BROWSER_TEST_URL") else request.getfixturevalue("stack").settings
    if not known.get("EDITOR_PASSWORD"):
        pytest.skip("EDITOR_PASSWORD is not set: the editor's log-in at BROWSER_TEST_URL is unknown")
    admin = f"/{known.get('ADMIN_PATH', 'admin').strip('/')}/"

    def go(path):
        page = open_page(f"{admin}login/")
        page.get_by_label("E-mail address").fill(known.get("EDITOR_EMAIL") or "editor@example.com")
        page.get_by_label("Password").fill(known["EDITOR_PASSWORD"])
        page.get_by_role("button", name="Log in").click()
        page.goto(admin + path, wait_until="networkidle")
        return page

    return go


@pytest.fixture
def new_product(editor):
    """The form of a new product, filled with what it needs at least."""
    page = editor("catalog/product/add/")
    page.get_by_label("Title").fill("Test kettle")
    page.locator("[name=slug]").fill(f"test-kettle-{os.urandom(4).hex()}")
    page.locator("[name=variants-0-sku]").fill(f"KETTLE-{os.urandom(4).hex()}")
    page.locator("[name=variants-0-price]").fill("30")
    page.locator("[name=variants-0-on_hand]").fill("7")
    return page


def save(page):
    page.get_by_role("button", name="Save and continue editing").first.click()
    page.wait_for_load_state("networkidle")


def is_sound(page):
    assert page.evaluate("window.violations") == []
    assert page.troubles == []


def test_a_product_is_made_on_one_screen(new_product, tmp_path):
    page = new_product
    page.get_by_text("Add another Variant").click()
    page.locator("[name=variants-1-sku]").fill(f"KETTLE-{os.urandom(4).hex()}")
    page.locator("[name=variants-1-options]").fill("color = Red")
    page.locator("[name=variants-1-price]").fill("32.50")
    page.locator("#product_categories-0 .select2-selection").click()
    page.locator(".select2-results__option[aria-selected]").first.click()
    page.locator("[name=images-0-file]").set_input_files(picture(tmp_path))
    page.locator("[name=status]").select_option("published")
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")
    expect(page.locator(".field-preview img").first).to_have_js_property("complete", True)
    is_sound(page)
    page.get_by_role("link", name="View on site").click()
    expect(page.locator("h1")).to_have_text("Test kettle")
    expect(page.locator("main")).to_contain_text("$30.00")


def test_rows_of_attributes(new_product):
    page = new_product
    page.get_by_role("button", name="Another attribute").click()
    assert page.locator("[name=attributes-code]").count() == 4
    page.locator("[name=attributes-code]").last.fill("nobody-knows")
    page.locator("[name=attributes-value]").last.fill("x")
    save(page)
    expect(page.locator(".field-attributes .errorlist")).to_contain_text("There is no attribute")
    is_sound(page)


def test_the_tree_unfolds(editor):
    page = editor("catalog/category/")
    rows = page.locator("#result_list tbody tr")
    expect(rows.locator(".drag-handler").first).to_be_visible()
    before = rows.count()
    page.locator(".treebeard-collapsed").first.click()
    expect(rows.nth(before)).to_be_visible()
    is_sound(page)


@pytest.mark.parametrize("path", ["", "catalog/product/?q=kettle", "catalog/review/", "catalog/brand/add/"])
def test_other_pages_are_sound(editor, path):
    is_sound(editor(path))


def picture(folder: Path) -> Path:
    from PIL import Image

    path = folder / "Test kettle.png"
    Image.new("RGB", (600, 400), "teal").save(path)
    return path
