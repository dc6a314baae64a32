"""A module a format: `read(source, settings)` yields the records of a file, and a Remark for each row not taken."""

from catalog.imports.formats import google, magento, mapped, shopify, woocommerce
from catalog.imports.formats.settings import Settings

READERS = {
    "shopify": shopify.read,
    "woocommerce": woocommerce.read,
    "magento": magento.read,
    "google": google.read,
    "csv": mapped.read_csv,
    "jsonl": mapped.read_jsonl,
    "json": mapped.read_json,
}
NEED_MAPPING = {"csv", "jsonl", "json"}

__all__ = ["NEED_MAPPING", "READERS", "Settings"]
