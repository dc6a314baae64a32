"""Shopify's product CSV: the rows of a product follow each other; only the first one tells all."""

from itertools import groupby

from catalog.imports import clean, tabular
from catalog.imports.category_rules import names
from catalog.imports.formats import parts
from catalog.imports.load.names import slug_of
from catalog.imports.records import Image, Product, Refused, Remark, Variant

NEEDED = ("Handle", "Title", "Variant Price")
GOOGLE_CATEGORY = "Google Shopping / Google Product Category"


def read(source, settings):
    parts.need(tabular.columns(source), NEEDED, source, "Shopify's product CSV")
    rows = ((line, row) for line, row in tabular.rows(source))
    for handle, group in groupby(rows, key=lambda pair: None if isinstance(pair[1], Refused) else pair[1]["Handle"]):
        if handle is None:
            yield from (Remark(line, no.field, clean.shown(no.value), no.reason) for line, no in group)
        else:
            yield from _product(list(group), settings)


def _product(rows, settings):
    line, first = rows[0]
    try:
        title, was_cut = clean.title(first["Title"], "Title")
        product = Product(line, clean.identity(first["Handle"], "Handle"), title)
        product.brand = clean.line_of_text(first.get("Vendor", ""), "Vendor", 120)
        product.description = clean.text(first.get("Body (HTML)", ""), "Body (HTML)")
        product.status = _status(first)
        product.categories = _categories(first)
        _describe(product, first, settings.types)
    except Refused as refusal:
        yield Remark(line, refusal.field, clean.shown(refusal.value), refusal.reason)
        return
    if was_cut:
        yield Remark(line, "Title", clean.shown(title), "was cut to 300 characters", refused=False)
    yield from _add_variants(product, rows, settings)
    product.images = _images(rows, product)
    if product.variants:
        yield product


def _status(row):
    if row.get("Status") in ("draft", "archived"):
        return "draft"
    return "published" if clean.yes_or_no(row.get("Published") or "true", "Published") else "draft"


def _categories(row):
    """The product's category, else its type, else its first tag."""
    for name in ("Product Category", "Type", GOOGLE_CATEGORY):
        if path := names(row.get(name) or ""):
            return [path]
    tags = parts.split_list(row.get("Tags") or "")
    return [(tags[0].capitalize()[:120],)] if tags else []


def _describe(product, row, types):
    if tags := parts.split_list(row.get("Tags") or ""):
        product.attributes[types.declare("tags", "Tags")] = [clean.line_of_text(tag)[:200] for tag in tags]
    for name in ("Gender", "Age Group", "Condition"):
        if value := clean.line_of_text(row.get(f"Google Shopping / {name}") or ""):
            product.attributes[types.declare(slug_of(name), name.capitalize(), is_facet=name == "Gender")] = value[:200]
    product.part_number = clean.shorten(clean.line_of_text(row.get("Google Shopping / MPN") or ""), 120)


def _add_variants(product, rows, settings):
    """Every row that names an option or a price is one; a bad one is left out alone."""
    names = [rows[0][1].get(f"Option{number} Name") or "" for number in (1, 2, 3)]
    for line, row in rows:
        if row is not rows[0][1] and not row.get("Option1 Value") and not row["Variant Price"]:
            continue
        try:
            product.variants.append(_variant(product, row, names, settings))
        except Refused as refusal:
            yield Remark(line, refusal.field, clean.shown(refusal.value), refusal.reason)


def _variant(product, row, names, settings):
    options = {}
    for number, name in enumerate(names, 1):
        value = clean.line_of_text(row.get(f"Option{number} Value") or "", f"Option{number} Value", 200)
        if name and value and (name, value) != ("Title", "Default Title"):
            options[settings.types.option(name)] = value
    sku = clean.line_of_text((row.get("Variant SKU") or "").lstrip("'"), "Variant SKU", clean.MAX_ID)
    variant = Variant(sku or "-".join([product.source_id, *map(slug_of, options.values())])[: clean.MAX_ID], options)
    variant.barcodes = clean.barcodes([row.get("Variant Barcode") or ""])
    if row.get("Variant Grams"):
        variant.weight_grams = clean.grams(row["Variant Grams"], "g", "Variant Grams")
    compare = row.get("Variant Compare At Price") or ""
    price = parts.on_sale(settings.currency, compare, row["Variant Price"], field="Variant Price")
    if price and price.sale_amount is None and row["Variant Price"]:
        price.amount = clean.money(row["Variant Price"], "Variant Price")  # compared with a lower price: no sale
    variant.prices = [price] if price and row["Variant Price"] else []
    stock = row.get("Variant Inventory Qty") or ""
    variant.on_hand = (
        max(0, clean.whole_number(stock, "Variant Inventory Qty", -clean.MOST_STOCK)) if stock else parts.UNCOUNTED
    )
    return variant


def _images(rows, product):
    """In their own order; a variant's picture knows its variant."""
    found = {}
    for number, (_, row) in enumerate(rows):
        if address := (row.get("Image Src") or "").strip():
            position = row.get("Image Position") or ""
            rank = int(position) if position.isdigit() and len(position) < 6 else number + 1
            found.setdefault(address, (rank, Image(address, clean.line_of_text(row.get("Image Alt Text") or "")[:300])))
    images = [image for _, image in sorted(found.values(), key=lambda pair: pair[0])]
    by_address = {image.source: image for image in images}
    skus = {tuple(sorted(v.options.values())): v.sku for v in product.variants}
    for _, row in rows:
        if address := (row.get("Variant Image") or "").strip():
            values = (row.get(f"Option{number} Value") or "" for number in (1, 2, 3))
            image = by_address.setdefault(address, Image(address))
            image.sku = image.sku or skus.get(tuple(sorted(filter(None, values))), "")
            if image not in images:
                images.append(image)
    return images
