"""The catalogue's pages, hottest first: for `warm_cache`, and for the relay to refresh what was purged.

By popularity as the database has it: the number by which listings are sorted. docs/decisions/0009 says why.
"""

from collections.abc import Collection

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.urls import reverse

from catalog.models import Category, Listing, Product
from shop.caching.warm import names_pages

EVERYWHERE = {"cards", "every-list", "menu", "facets"}  # tags that stand for more pages than could be named
FIRST = 5  # products before home and categories: whoever has just changed one looks at its page


@names_pages
def hot_pages(limit: int, tags: Collection[str] | None = None) -> list[str]:
    """Home; categories, the longest listing first; products by popularity. Paths, at most `limit`; two queries.

    With `tags`, only what these touch: products, the categories they are listed in, home.
    """
    if tags is None:
        return hottest(limit, categories_by_size())
    changed = numbers("p", tags)
    products = product_paths(live_products().filter(pk__in=changed)[:limit])
    listed = Listing.objects.filter(product__in=changed).values("category")
    around = Q(pk__in=numbers("c", tags)) | Q(pk__in=listed)
    categories = category_paths(categories_by_depth().filter(around))
    paths = [*products[:FIRST], reverse("catalog:home"), *categories, *products[FIRST:]]
    if EVERYWHERE & set(tags):
        paths += hottest(limit, categories_by_depth())
    return list(dict.fromkeys(paths))[:limit]


def hottest(limit: int, categories) -> list[str]:
    return [reverse("catalog:home"), *category_paths(categories), *product_paths(live_products()[:limit])][:limit]


def categories_by_size():
    """Counts all listings: 0.4 s for a million products."""
    sizes = Listing.objects.filter(category=OuterRef("pk")).order_by().values("category").annotate(n=Count("pk"))
    sized = Category.objects.filter(is_active=True).annotate(size=Subquery(sizes.values("n")))
    return sized.order_by(F("size").desc(nulls_last=True), "path")


def categories_by_depth():
    """Nearly the same, for nothing: a category lists what those below it do."""
    return Category.objects.filter(is_active=True).order_by("depth", "path")


def live_products():
    return Product.objects.live().order_by("-popularity", "-pk")


def product_paths(products) -> list[str]:
    return [reverse("catalog:product", args=[slug]) for slug in products.values_list("slug", flat=True)]


def category_paths(categories) -> list[str]:
    paths = categories.values_list("url_path", flat=True)
    return [reverse("catalog:category", args=[path]) for path in paths]


def numbers(kind: str, tags: Collection[str]) -> set[int]:
    """7 and 8 of kind "p" in p7, p8, pc9, cards."""
    return {int(tag.removeprefix(kind)) for tag in tags if tag.startswith(kind) and tag[len(kind) :].isdecimal()}
