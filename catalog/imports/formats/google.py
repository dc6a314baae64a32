"""Google Merchant feeds, XML or TSV. Entries of one item_group_id are the variants of one product."""

from catalog.imports import clean, tabular
from catalog.imports.attribute_types import code_of
from catalog.imports.category_rules import names
from catalog.imports.formats import parts
from catalog.imports.formats.google_xml import entries
from catalog.imports.records import Image, Product, Refused, Remark, Variant
from catalog.imports.seen import Waiting

OPTIONS = ("color", "size", "material", "pattern")
TEXTS = {
    "gender": True,
    "age_group": True,
    "condition": False,
    "size_type": False,
    "size_system": False,
}  # is it a facet?


def read(source, settings):
    groups = Waiting()
    for line, row in _rows(source):
        if isinstance(row, Refused):
            yield Remark(line, row.field, clean.shown(row.value), row.reason)
        elif group := row.get("item_group_id", "").strip():
            groups.put(group, line, row)
        else:
            yield from _product([(line, row)], row.get("id", ""), settings)
    for group, _, _ in groups.rest():
        yield from _product(groups.take(group), group, settings)


def _rows(source):
    start = next(source.blocks(), b"").lstrip()
    if start.startswith(b"<"):
        return entries(source)
    delimiter = "\t" if b"\t" in start.partition(b"\n")[0] else ","
    columns = [name.removeprefix("g:") for name in tabular.columns(source, delimiter)]
    parts.need([name.replace(" ", "_").lower() for name in columns], ("id", "title"), source, "a Google Merchant feed")
    return _tabular(source, delimiter)


def _tabular(source, delimiter):
    """With the names that the XML has: "item group id" and "g:item_group_id" are item_group_id."""
    for line, row in tabular.rows(source, delimiter):
        if isinstance(row, Refused):
            yield line, row
        else:
            yield line, {name.removeprefix("g:").replace(" ", "_").lower(): cell for name, cell in row.items()}


def _product(rows, identity, settings):
    line, first = rows[0]
    try:
        title, was_cut = clean.title(first.get("title", ""))
        product = Product(line, clean.identity(identity, "id"), title)
        product.brand = clean.line_of_text(first.get("brand", ""), "brand", 120)
        product.part_number = clean.shorten(clean.line_of_text(first.get("mpn", "")), 120) if len(rows) == 1 else ""
        product.description = clean.text(first.get("description", ""), "description")
        path = names(first.get("product_type", "").split(",")[0]) or names(first.get("google_product_category", ""))
        product.categories = [path] if path and not path[0].isdigit() else []
    except Refused as refusal:
        yield Remark(line, refusal.field, clean.shown(refusal.value), refusal.reason)
        return
    if was_cut:
        yield Remark(line, "title", clean.shown(title), "was cut to 300 characters", refused=False)
    product.images = []
    for variant_line, row in rows:
        try:
            variant = _variant(row, len(rows) > 1 or bool(first.get("item_group_id")), settings)
        except Refused as refusal:
            yield Remark(variant_line, refusal.field, clean.shown(refusal.value), refusal.reason)
            continue
        product.variants.append(variant)
        product.images += _images(row, variant.sku if len(rows) > 1 else "")
    product.attributes = _attributes(first, product, settings.types)
    if product.variants:
        yield product


def _variant(row, has_options, settings):
    variant = Variant(clean.identity(row.get("id", ""), "id"))
    for name in OPTIONS if has_options else ():
        if value := clean.line_of_text(row.get(name, ""), name, 200):
            variant.options[settings.types.option(name)] = value
    variant.barcodes = clean.barcodes([row.get("gtin", "")])
    if weight := (row.get("product_weight") or row.get("shipping_weight", "")).split():
        variant.weight_grams = clean.grams(weight[0], weight[1] if len(weight) > 1 else "g", "shipping_weight")
    price = _price(row, settings.currency)
    variant.prices = [price] if price else []
    variant.on_hand = _on_hand(row)
    return variant


def _price(row, default_currency):
    """ "15.00 USD", "USD 15.00" or "15.00"; the sale with its time "2026-01-01T00:00Z/2026-02-01T00:00Z"."""
    amount, currency = _amount(row.get("price", ""), default_currency)
    if not amount:
        return None
    sale, sale_currency = _amount(row.get("sale_price", ""), currency)
    if sale and sale_currency != currency:
        raise Refused(f"isn't in {currency} like the price", "sale_price", row["sale_price"])
    begins, _, ends = row.get("sale_price_effective_date", "").partition("/")
    return parts.on_sale(currency, amount, sale, (begins, ends))


def _amount(cell, default_currency):
    words = sorted(cell.split(), key=lambda word: word[:1].isalpha())
    if len(words) > 2:
        raise Refused("isn't a price like 15.00 USD", "price", cell)
    return (words[0] if words else ""), clean.currency(words[1]) if len(words) == 2 else default_currency


def _on_hand(row):
    if quantity := (row.get("quantity") or row.get("sell_on_google_quantity", "")).strip():
        return clean.whole_number(quantity, "quantity")
    return parts.UNCOUNTED if row.get("availability", "").strip().lower().replace(" ", "_") == "in_stock" else 0


def _images(row, sku):
    addresses = [row.get("image_link", ""), *parts.split_list(row.get("additional_image_link", ""))]
    return [Image(address.strip(), sku=sku) for address in addresses if address.strip()]


def _attributes(row, product, types):
    options = {code for variant in product.variants for code in variant.options}
    found = {}
    for name, is_facet in (*TEXTS.items(), *((name, True) for name in OPTIONS)):
        value = clean.line_of_text(row.get(name, ""))[:400]
        if value and name not in options:
            found[types.declare(name.replace("_", "-"), is_facet=is_facet)] = value
    for detail in split_details(row.get("product_detail", "")):
        name, value = detail
        found[types.option(name) if name.lower() in OPTIONS else types.declare(code_of(name), name)] = value[:400]
    return found


def split_details(cell):
    """ "General:Memory:8 GB,General:Ports:2" → (name, value)."""
    for part in parts.split_list(cell):
        pieces = part.split(":")
        if len(pieces) >= 3 and pieces[1].strip() and pieces[2].strip():
            yield clean.line_of_text(pieces[1]), clean.line_of_text(":".join(pieces[2:]))
