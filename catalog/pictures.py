"""Which stored pictures the shop shows, and in which declared sizes."""

from collections.abc import Iterator

from catalog.models import Category, Image
from shop.thumbnails.roles import CATEGORY_ALIASES, PRODUCT_ALIASES

ALIASES = {"product": PRODUCT_ALIASES, "category": CATEGORY_ALIASES}  # of the places that a picture can stand in


def shown_pictures() -> Iterator[tuple[str, tuple[str, ...]]]:
    """(path in the media storage, aliases). Two queries, streamed; a file that many products share comes once."""
    files = Image.objects.exclude(file="").order_by("file").values_list("file", flat=True).distinct()
    for file in files.iterator(chunk_size=2000):
        yield file, ALIASES["product"]
    for file in Category.objects.exclude(image="").order_by("image").values_list("image", flat=True).distinct():
        yield file, ALIASES["category"]
