"""Magento's product export: a configurable product names its variants, which are rows of their own."""

from catalog.imports import clean, tabular
from catalog.imports.attribute_types import code_of
from catalog.imports.formats import parts
from catalog.imports.records import Image, Links, Product, Refused, Remark, Variant
from catalog.imports.seen import Waiting

HIDDEN = "Not Visible Individually"
ROOTS = {"Default Category", "Root Catalog"}
LEFT_OUT = {"has_options", "required_options"}
FACETS = {"material", "pattern", "climate", "style_general", "style_bottom", "gender", "activity", "style_bags",
          "features_bags", "strap_bags", "category_gear", "color", "size", "format"}  # fmt: skip
LINKS = {"related_skus": "related", "upsell_skus": "upsell", "crosssell_skus": "cross-sell"}


def read(source, settings):
    """Variants wait for their product, a product for its variants; what is left at the end is told."""
    variants, parents, links = Waiting(), Waiting(), Waiting()
    for line, row in tabular.rows(source):
        if isinstance(row, Refused):
            yield Remark(line, row.field, clean.shown(row.value), row.reason)
        elif row.get("store_view_code"):
            yield Remark(
                line, "store_view_code", row["store_view_code"], "is another store view's text; left out", refused=False
            )
        elif row["product_type"] != "configurable" and row.get("visibility") == HIDDEN:
            variants.put(row["sku"], line, row)
        else:
            _remember_links(links, line, row)
            named = _variations(row)
            if all(variants.has(sku) for sku in named):
                yield from _product(line, row, named, variants, settings)
            else:
                parents.put(row["sku"], line, row)
    for _, line, row in parents.rest():
        yield from _product(line, row, _variations(row), variants, settings)
    for sku, line, _ in variants.rest():
        yield Remark(line, "sku", clean.shown(sku), "isn't visible, and no configurable product in this file names it")
    for kind, line, link in links.rest():
        yield Links(line, kind, [link["sku"]], link["to"])


def _variations(row):
    """{sku: {name: value}} of "sku=A-S,size=S|sku=A-M,size=M"."""
    found = {}
    for variation in row.get("configurable_variations", "").split("|"):
        pairs = dict(pair.split("=", 1) for pair in variation.split(",") if "=" in pair)
        if sku := pairs.pop("sku", ""):
            found[sku] = pairs
    return found


def _remember_links(links, line, row):
    for column, kind in LINKS.items():
        if to := parts.split_list(row.get(column) or ""):
            links.put(kind, line, {"sku": row["sku"], "to": to})


def _product(line, row, named, waiting, settings):
    rows = [(at, own, named[sku]) for sku in named for at, own in waiting.take(sku)[:1]]
    if row["product_type"] != "configurable":
        rows = [(line, row, {})]
    try:
        title, was_cut = clean.title(row["name"], "name")
        product = described(Product(line, clean.identity(row["sku"], "sku"), title), row)
        product.categories = _categories(row.get("categories") or "")
        product.attributes = _attributes(row, settings.types)
    except Refused as refusal:
        yield Remark(line, refusal.field, clean.shown(refusal.value), refusal.reason)
        return
    if was_cut:
        yield Remark(line, "name", clean.shown(title), "was cut to 300 characters", refused=False)
    product.images = _images(row)
    for variant_line, variant_row, options in rows:
        try:
            product.variants.append(_variant(variant_row, options, settings))
        except Refused as refusal:
            yield Remark(variant_line, refusal.field, clean.shown(refusal.value), refusal.reason)
            continue
        if variant_row is not row:
            product.images += _images(variant_row, variant_row["sku"])
    yield product


def described(product, row):
    product.description = clean.text(row.get("description") or "", "description")
    product.short_description = clean.text(row.get("short_description") or "", "short_description")
    product.tax_class = clean.line_of_text(row.get("tax_class_name") or "", "tax_class_name", 40)
    if row.get("product_online"):
        product.status = "published" if clean.yes_or_no(row["product_online"], "product_online") else "draft"
    return product


def _categories(cell):
    paths = [
        tuple(clean.line_of_text(name)[:120] for name in path.split("/") if name.strip()) for path in cell.split(",")
    ]
    return parts.deepest(path[1:] if path and path[0] in ROOTS else path for path in paths)


def _attributes(row, types):
    """Packed as "material=Wool,climate=Cool|Windy"."""
    found = {}
    for pair in (row.get("additional_attributes") or "").split(","):
        name, _, value = pair.partition("=")
        if value and name not in LEFT_OUT:
            put_attribute(found, types, name, value.split("|"))
    return found


def put_attribute(found, types, name, values):
    values = [kept for value in values if (kept := clean.line_of_text(value)[:400])]
    if values:
        found[types.declare(code_of(name), is_facet=name in FACETS)] = values if len(values) > 1 else values[0]


def _variant(row, options, settings):
    variant = Variant(clean.identity(row["sku"], "sku"))
    for name, value in options.items():
        variant.options[settings.types.option(name)] = clean.line_of_text(value, name, 200)
    period = (row.get("special_price_from_date") or "", row.get("special_price_to_date") or "")
    price = parts.on_sale(settings.currency, row.get("price") or "", row.get("special_price") or "", period)
    variant.prices = [price] if price else []
    if row.get("weight"):
        variant.weight_grams = clean.grams(row["weight"], "lbs")  # Magento's own unit, unless a shop changed it
    quantity = int(clean.number(row.get("qty") or "0", "qty"))
    variant.on_hand = max(0, quantity) if clean.yes_or_no(row.get("is_in_stock") or "1", "is_in_stock") else 0
    return variant


def _images(row, sku=""):
    """The main one first. A variant brings its main one only; the others are the product's."""
    labels = {row.get("base_image"): clean.line_of_text(row.get("base_image_label") or "")[:300]}
    sources = [row.get("base_image") or "", *([] if sku else parts.split_list(row.get("additional_images") or ""))]
    return [Image(source, labels.get(source, ""), sku) for source in sources if source and source != "no_selection"]
