"""Magento's files, each known by its header: products, categories, images, links, reviews."""

from pathlib import Path

from catalog.imports import tabular
from catalog.imports.formats import magento_products, magento_rest
from catalog.imports.records import Unreadable

# In the order in which they must be read: what others point at comes first.
KINDS = ("categories", "products", "simple products", "images", "links", "reviews")
READERS = {
    "categories": magento_rest.categories,
    "products": magento_products.read,
    "simple products": magento_rest.simple_products,
    "images": magento_rest.images,
    "links": magento_rest.links,
    "reviews": magento_rest.reviews,
}
# What the header of each holds, the surest first.
COLUMNS = {
    "products": {"sku", "product_type", "name"},
    "links": {"sku", "linked_sku"},
    "reviews": {"sku", "rating_value", "review"},
    "images": {"sku", "image"},
    "simple products": {"sku", "name", "category", "price"},
    "categories": {"name", "url_key", "path"},
}
OF_OTHER_FILES = {"coupon_code", "simple_action", "rate", "tax_region_id"}  # promotions, taxes


def read(source, settings):
    return READERS[kind_of(source)](source, settings)


def kind_of(source):
    """Which of KINDS; None for Magento's files that aren't the catalogue's."""
    names = set(tabular.columns(source))
    for kind, columns in COLUMNS.items():
        if columns <= names:
            return kind
    if names & OF_OTHER_FILES:
        return None
    raise Unreadable(f"{source.path} isn't one of Magento's catalogue files: its header is none of theirs.")


def in_order(sources):
    """The catalogue's files as they must be read, and the names of those that are none."""
    kinds = {source: kind_of(source) for source in sources}
    ours = [source for source in sources if kinds[source]]
    left_out = [Path(source.path).name for source in sources if not kinds[source]]
    return sorted(ours, key=lambda source: KINDS.index(kinds[source])), left_out
