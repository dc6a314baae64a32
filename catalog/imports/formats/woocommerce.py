"""WooCommerce's product CSV: variations name their parent, which may stand anywhere in the file."""

import re

from catalog.imports import clean, tabular
from catalog.imports.attribute_types import code_of
from catalog.imports.category_rules import names
from catalog.imports.formats import parts
from catalog.imports.formats.woocommerce_links import Linked
from catalog.imports.records import Image, Product, Refused, Remark, Variant
from catalog.imports.seen import Waiting

NEEDED = ("Type", "Name", "Regular price")
UNIT = re.compile(r"(Weight|Length|Width|Height) \((\w+)\)")


def read(source, settings):
    """Simple products as they come, variable ones at the end, then the links between all of them."""
    parts.need(tabular.columns(source), NEEDED, source, "WooCommerce's product CSV")
    parents, variations, linked = Waiting(), Waiting(), Linked()
    for line, found in tabular.rows(source):
        if isinstance(found, Refused):
            yield Remark(line, found.field, clean.shown(found.value), found.reason)
            continue
        row = {name: parts.plain_cell(cell) for name, cell in found.items()}
        kinds = parts.split_list(row["Type"].lower())
        if "variation" in kinds:
            parent = row.get("Parent", "").strip()
            variations.put(parent if parent.startswith("id:") else f"sku:{parent}", line, row)
        else:
            linked.add(line, row, _identity(row))
            if "variable" in kinds:
                parents.put("parent", line, row)
            else:
                yield from _product(line, row, [] if "grouped" in kinds else [(line, row)], settings)
    for _, line, row in parents.rest():
        own = variations.take(f"id:{row.get('ID', '')}") + variations.take(f"sku:{row.get('SKU', '')}")
        yield from _product(line, row, sorted(own, key=lambda pair: pair[0]), settings)
    for key, line, _ in variations.rest():
        yield Remark(line, "Parent", clean.shown(key), "isn't in this file, so its variation belongs to nothing")
    yield from linked.records()


def _identity(row):
    return (row.get("ID") or row.get("SKU") or "").strip()


def _product(line, row, variant_rows, settings):
    try:
        title, was_cut = clean.title(row["Name"], "Name")
        product = Product(line, clean.identity(_identity(row), "ID"), title)
        product.brand = clean.line_of_text(row.get("Brands", "").split(",")[0], "Brands", 120)
        product.short_description = clean.text(
            row.get("Short description", "").replace("\\n", "\n"), "Short description"
        )
        product.description = clean.text(row.get("Description", "").replace("\\n", "\n"), "Description")
        product.status = "published" if row.get("Published", "1").strip() == "1" and row.get(
            "Visibility in catalog", "visible") != "hidden" else "draft"  # fmt: skip
        product.tax_class = clean.line_of_text(row.get("Tax class", ""), "Tax class", 40)
        product.categories = parts.deepest(names(path) for path in parts.split_list(row.get("Categories", "")))
        product.images = [Image(address) for address in parts.split_list(row.get("Images", ""))]
    except Refused as refusal:
        yield Remark(line, refusal.field, clean.shown(refusal.value), refusal.reason)
        return
    if was_cut:
        yield Remark(line, "Name", clean.shown(title), "was cut to 300 characters", refused=False)
    for variant_line, variant_row in variant_rows:
        try:
            product.variants.append(_variant(product, row, variant_row, settings))
        except Refused as refusal:
            yield Remark(variant_line, refusal.field, clean.shown(refusal.value), refusal.reason)
    if variant_rows and not product.variants:
        return
    product.images += [Image(address, sku=v.sku) for v, (_, r) in zip(product.variants, variant_rows, strict=False)
                       if r is not row for address in parts.split_list(r.get("Images", ""))[:1]]  # fmt: skip
    product.attributes = _attributes(row, product, settings.types)
    yield product


def _variant(product, parent, row, settings):
    sku = (
        clean.line_of_text(row.get("SKU", ""), "SKU", clean.MAX_ID)
        or f"{product.source_id}-{row.get('ID', '') or 'only'}"
    )
    variant = Variant(sku if row is parent or sku != parent.get("SKU") else f"{sku}-{row.get('ID', '')}")
    if row is not parent:
        for name, value in _named(row):
            if value:
                variant.options[settings.types.option(name)] = clean.line_of_text(value, name, 200)
    period = (row.get("Date sale price starts", ""), row.get("Date sale price ends", ""))
    price = parts.on_sale(settings.currency, row["Regular price"], row.get("Sale price", ""), period)
    variant.prices = [price] if price else []
    variant.barcodes = clean.barcodes([row.get("GTIN, UPC, EAN, or ISBN", "")])
    for column, cell in row.items():
        if cell and (match := UNIT.fullmatch(column)) and match[1] == "Weight":
            variant.weight_grams = clean.grams(cell, match[2])
    variant.on_hand = _on_hand(row, parent)
    return variant


def _on_hand(row, parent):
    stock = row.get("Stock", "").strip()
    if stock and stock != "parent":
        return max(0, int(clean.number(stock, "Stock")))
    if row is not parent and stock == "parent" and parent.get("Stock", "").strip():
        return max(0, int(clean.number(parent["Stock"], "Stock")))
    return parts.UNCOUNTED if row.get("In stock?", "1").strip() != "0" else 0


def _named(row):
    """(name, value) of the numbered attribute columns."""
    number = 1
    while f"Attribute {number} name" in row:
        if name := row[f"Attribute {number} name"].strip():
            yield name, row.get(f"Attribute {number} value(s)", "").strip()
        number += 1


def _attributes(row, product, types):
    """What isn't an option of its variants; measures with their unit."""
    options = {code for variant in product.variants for code in variant.options}
    found = {}
    for name, cell in _named(row):
        values = [clean.line_of_text(value)[:400] for value in parts.split_list(cell)]
        if values and code_of(name) not in options:
            found[types.declare(code_of(name), name, is_facet=True)] = values if len(values) > 1 else values[0]
    for column, cell in row.items():
        if cell and (match := UNIT.fullmatch(column)) and match[1] != "Weight":
            code = types.declare(match[1].lower(), match[1], "number", unit=match[2])
            found[code] = float(clean.number(cell, column))
    if tags := parts.split_list(row.get("Tags", "")):
        found[types.declare("tags", "Tags")] = tags
    return found
