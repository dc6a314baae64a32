"""Every kind of page, at two widths, one in each scheme: axe finds nothing, nothing moves, nothing is refused."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "home": "/",
    "category": "{category}",
    "filtered": "{category}?in_stock=1&price_min=1",
    "product": "{product}",
    "search": "{search}",
    "nothing found": "/search/?q=zzqqxxjj",
    "cart": "/cart/",
    "log-in": "/account/login/",
    "sign-up": "/account/signup/",
    "text": "/pages/delivery/",
    "not found": "/no-such-page/",
}


@pytest.mark.parametrize(("width", "scheme"), [("phone", "dark"), ("desktop", "light")])
@pytest.mark.parametrize("name", PAGES)
def test_page(open_page, paths, name, width, scheme):
    page = open_page(PAGES[name].format(**paths), width, scheme)
    scroll_through(page)
    findings = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
    assert not findings, "\n".join(f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}" for one in findings)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert sum(page.evaluate("window.shifts")) < 0.01
    assert page.evaluate("window.violations") == []
    expected = ["404"] if name == "not found" else []
    assert [trouble for trouble in page.troubles if not any(word in trouble for word in expected)] == []


@pytest.mark.parametrize("name", ["home", "category", "product", "search"])
def test_pictures_arrive_and_keep_their_place(open_page, paths, name):
    page = open_page(PAGES[name].format(**paths))
    scroll_through(page)
    pictures = page.evaluate(
        """[...document.querySelectorAll("main img")].map((image) => ({
            src: image.currentSrc, arrived: image.complete && image.naturalWidth > 0,
            sized: image.hasAttribute("width") && image.hasAttribute("height"), alt: image.hasAttribute("alt")}))"""
    )
    assert [picture for picture in pictures if not (picture["arrived"] and picture["sized"] and picture["alt"])] == []
    assert all(picture["src"].endswith(".avif") for picture in pictures)


def scroll_through(page):
    """Down and up again, slowly enough for lazy pictures to be asked for; then waits until they are there."""
    page.evaluate(
        """async () => {
          const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
          for (let y = 0; y < document.documentElement.scrollHeight; y += 400) {
            window.scrollTo({ top: y, behavior: "instant" });
            await wait(80);
          }
          const pictures = [...document.images];
          for (let tries = 0; tries < 300 && pictures.some((image) => !image.complete); tries++) await wait(100);
          window.scrollTo({ top: 0, behavior: "instant" });
          await wait(100);
        }"""
    )
