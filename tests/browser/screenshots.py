"""Takes the pictures in docs/images from a running shop with the demo catalogue.

    var/venv/bin/python -m tests.browser.screenshots http://localhost:8000

Home, a category, a product and a search, 390 and 1440 px wide, light and dark, as WebP; 2 MB in all at most.
"""

import io
import os
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images"
MAX_BYTES = 2_000_000
WIDTHS = {390: 1500, 1440: 1700}  # wide → how much of the page's height is shown
PAGES = {
    "home": "/",
    "category": os.environ.get("SHOT_CATEGORY", "/c/kitchen/"),
    "product": os.environ.get("SHOT_PRODUCT", ""),
    "search": os.environ.get("SHOT_SEARCH", "/search/?q=lamp"),
}


def take(page, path: str, height: int) -> bytes:
    page.goto(path, wait_until="networkidle")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
    page.wait_for_function("[...document.images].filter((i) => i.loading !== 'lazy').every((i) => i.complete)")
    page.wait_for_timeout(700)  # lazy pictures that the taller window let in
    shot = Image.open(io.BytesIO(page.screenshot()))
    packed = io.BytesIO()
    shot.convert("RGB").save(packed, "WEBP", quality=78, method=6)
    return packed.getvalue()


def first_product(page) -> str:
    page.goto(PAGES["category"] + "?in_stock=1")
    return page.locator(".card__link").first.get_attribute("href")


def main(base_url: str) -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    total = 0
    with sync_playwright() as playwright:
        executable = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        for width, height in WIDTHS.items():
            for scheme in ("light", "dark"):
                size = {"width": width, "height": 900}
                page = browser.new_context(base_url=base_url, viewport=size, color_scheme=scheme).new_page()
                for name, path in PAGES.items():
                    content = take(page, path or first_product(page), height)
                    (FOLDER / f"{name}-{width}-{scheme}.webp").write_bytes(content)
                    total += len(content)
                    page.set_viewport_size(size)
                page.context.close()
        browser.close()
    print(f"{len(PAGES) * len(WIDTHS) * 2} pictures, {total / 1e6:.2f} MB, in {FOLDER.name}")
    return 0 if total <= MAX_BYTES else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1].rstrip("/")))
