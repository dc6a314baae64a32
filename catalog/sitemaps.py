"""What the sitemap holds: static pages, categories, and products in shards of the primary key.

A shard is a range of ids, so that each is one range of the primary key's index, without OFFSET and without a count,
and never moves when products are added. sitemaps.org allows 50,000 addresses or 50 MB a file.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max
from django.urls import reverse

from catalog.models import Category, Product
from shop.pages import PAGES

SHARD = 10_000
MAX_CATEGORIES = 50_000
Address = tuple[str, datetime | None]


def sections() -> list[str]:
    """`pages`, `categories`, `products-0`, `products-1` … One query: the highest id."""
    highest = Product.objects.aggregate(highest=Max("pk"))["highest"]
    shards = 0 if highest is None else highest // SHARD + 1
    return ["pages", "categories", *(f"products-{number}" for number in range(shards))]


def addresses(section: str) -> Iterator[Address] | None:
    """(path, last changed) of a section; None for an unknown one. One query at most."""
    kind, _, number = section.partition("-")
    if section == "pages":
        return page_addresses()
    if section == "categories":
        return category_addresses()
    if kind == "products" and number.isascii() and number.isdigit() and len(number) < 10:
        return product_addresses(int(number))
    return None


def page_addresses() -> Iterator[Address]:
    yield reverse("catalog:home"), None
    for slug in PAGES:
        yield reverse("page", args=[slug]), None


def category_addresses() -> Iterator[Address]:
    found = Category.objects.filter(is_active=True).order_by("path").values_list("url_path", "updated_at")
    for url_path, updated_at in found[:MAX_CATEGORIES]:
        yield reverse("catalog:category", args=[url_path]), updated_at


def product_addresses(shard: int) -> Iterator[Address]:
    found = Product.objects.live().filter(pk__gte=shard * SHARD, pk__lt=(shard + 1) * SHARD).order_by("pk")
    for slug, updated_at in found.values_list("slug", "updated_at"):
        yield reverse("catalog:product", args=[slug]), updated_at
