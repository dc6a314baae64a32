"""Headless Chromium on the running test stack, or on the shop at BROWSER_TEST_URL while working on pages."""

import os
import re

import pytest
import requests
from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
WIDTHS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1440, "height": 900}}
RECORD_SHIFTS = """
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(entry.value);
  }).observe({ type: "layout-shift", buffered: true });
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""


@pytest.fixture(scope="module")
def shop_url(request):
    url = os.environ.get("BROWSER_TEST_URL", "").rstrip("/")
    return url or request.getfixturevalue("stack").url


@pytest.fixture(scope="module")
def chromium(shop_url):
    # Of the module, not of the session: while Playwright runs, Django refuses its database in this thread.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, shop_url):
    """open_page("/", width="phone", scheme="dark", scripts=False) → the page, loaded; its `troubles` are recorded."""
    contexts = []

    def open_one(path, width="desktop", scheme="light", scripts=True):
        context = chromium.new_context(
            base_url=shop_url, viewport=WIDTHS[width], color_scheme=scheme, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.troubles = []
        page.on("console", lambda m: page.troubles.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: page.troubles.append(str(error)))
        page.on("response", lambda r: page.troubles.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        if scripts:
            page.add_init_script(RECORD_SHIFTS)
        page.goto(path, wait_until="networkidle")
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def found(shop_url):
    """found(r'href="(/p/[^"]+)"', "/c/toys/") → the first match in a page's source."""

    def find(pattern, path="/"):
        return re.search(pattern, requests.get(shop_url + path, timeout=30).text)[1]

    return find


@pytest.fixture(scope="module")
def paths(found):
    category = found(r'href="(/c/[^"]+)"')
    product = found(r'href="(/p/[^"]+)"', category)
    word = found(r'href="/c/[^"]+"[^>]*>([A-Za-z]{4,})')
    return {"category": category, "product": product, "search": f"/search/?q={word}", "word": word}
