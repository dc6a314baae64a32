"""What every record goes through, whatever file it came from: safe HTML, no second time, no clash inside the run."""

import html
import re

import nh3

from catalog.html import clean_html
from catalog.imports import clean
from catalog.imports.records import CategoryRow, ImagesOf, Links, Product, Refused, Remark, Review

MAX_SHORT = 1000
MAX_CATEGORIES, MAX_VARIANTS, MAX_IMAGES = 50, 2000, 200
MAX_ADDRESS = 600
ITEM_END = re.compile(r"\s*<(?:br|/li|/p|/tr|/h\d)\b[^>]*>\s*", re.IGNORECASE)


def refined(records, seen, place, media=None):
    """Records and remarks of one file; `place` is its name in "already on line 12 of a.csv"."""
    for record in records:
        if isinstance(record, Product):
            yield from _product(record, seen, place, media)
        elif isinstance(record, Review):
            yield from _once(record, seen, "review", f"{record.sku}/{record.source_id}", place)
        else:
            if isinstance(record, ImagesOf):
                yield from _find_images(record, media)
            elif not isinstance(record, Links | CategoryRow | Remark):
                raise TypeError(record)
            yield record


def plain_text(value):
    """HTML → one line of text; list points and paragraphs are parted by semicolons."""
    if "<" in value:
        value = nh3.clean(ITEM_END.sub("; ", value), tags=set())
        value = re.sub(r"(?:\s*;\s*)+$", "", re.sub(r"\s*(?:[;,]\s*;\s*)+", "; ", html.unescape(value)))
        value = re.sub(r"([.:!?]);", r"\1", value).lstrip("; ")
    return clean.line_of_text(value)


def _product(product, seen, place, media):
    here = f"line {product.line} of {place}"
    if earlier := seen.earlier("product", product.source_id, here):
        reason = f"was already on {earlier}; the first one counts"
        yield Remark(product.line, "source_id", clean.shown(product.source_id), reason)
        return
    for field, most in (("variants", MAX_VARIANTS), ("categories", MAX_CATEGORIES)):
        if (count := len(getattr(product, field))) > most:
            yield Remark(product.line, field, str(count), f"are more than {most}")
            return
    kept = []
    for variant in product.variants:
        if earlier := seen.earlier("sku", variant.sku, here):
            reason = f"was already on {earlier}; the first one counts"
            yield Remark(product.line, "sku", clean.shown(variant.sku), reason)
        else:
            kept.append(variant)
    if product.variants and not kept:
        return
    product.variants = kept
    product.description = clean_html(product.description)
    product.short_description = clean.shorten(plain_text(product.short_description), MAX_SHORT)
    if product.images is not None:
        yield from _find_images(product, media)
    yield product


def _find_images(record, media):
    """Each picture once, with its file where the media folder has it; an address that is too long is no address."""
    record.images = list(
        {image.source: image for image in record.images[:MAX_IMAGES] if len(image.source) <= MAX_ADDRESS}.values()
    )
    for image in record.images if media else ():
        try:
            media.find(image)
        except Refused as refusal:
            yield Remark(record.line, "image", clean.shown(image.source), refusal.reason, refused=False)


def _once(record, seen, kind, key, place):
    if earlier := seen.earlier(kind, key, f"line {record.line} of {place}"):
        yield Remark(record.line, "", clean.shown(key), f"was already on {earlier}; the first one counts")
    else:
        yield record
