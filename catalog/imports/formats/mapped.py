"""CSV, JSON lines and JSON by a mapping file."""

from zlib import crc32

from catalog.imports import clean, json_files, tabular
from catalog.imports.expression import text_of
from catalog.imports.formats.mapped_attributes import MappedAttributes
from catalog.imports.records import Image, Price, Product, Refused, Remark, Variant


def read_csv(source, settings):
    return _records(tabular.rows(source, settings.mapping.delimiter, settings.mapping.header or None), settings)


def read_jsonl(source, settings):
    return _records(json_files.lines(source), settings)


def read_json(source, settings):
    return _records(json_files.array(source, settings.mapping.records), settings)


def _records(rows, settings):
    attributes = MappedAttributes(settings.mapping, settings.types)
    options = {name: settings.types.option(name) for name in settings.mapping.options}
    for line, row in rows:
        try:
            if isinstance(row, Refused):
                raise row
            product, was_cut = _product(line, row, settings.mapping)
            product.attributes = attributes.of(row)
            product.variants = _variants(row, product, settings.mapping, options)
        except Refused as refusal:
            yield Remark(line, refusal.field, clean.shown(refusal.value), refusal.reason)
            continue
        if was_cut:
            yield Remark(line, "title", clean.shown(product.title), "was cut to 300 characters", refused=False)
        yield product


def _product(line, row, mapping):
    get = {name: text_of(value(row)) for name, value in mapping.product.items()}
    title, was_cut = clean.title(get["title"])
    product = Product(line, clean.identity(get["source_id"], "source_id"), title)
    product.brand = clean.line_of_text(get.get("brand", ""), "brand", 120)
    product.part_number = clean.shorten(clean.line_of_text(get.get("part_number", "")), 120)
    product.short_description = clean.text(get.get("short_description", ""), "short_description")
    product.description = clean.text(get.get("description", ""), "description")
    product.tax_class = clean.line_of_text(get.get("tax_class", ""), "tax_class", 40)
    for name in ("created_at", "publish_at", "unpublish_at"):
        if get.get(name):
            setattr(product, name, clean.moment(get[name], name))
    if get.get("status"):
        product.status = _status(get["status"])
    if get.get("popularity"):
        product.popularity = clean.whole_number(get["popularity"], "popularity", least=-clean.MOST_STOCK)
    product.categories = mapping.categories(row)
    if mapping.images:
        product.images = [Image(source) for source in _sources(row, mapping)]
    return product, was_cut


def _status(word):
    if word.lower() in ("published", "draft", "archived"):
        return word.lower()
    return "published" if clean.yes_or_no(word, "status") else "draft"


def _sources(row, mapping):
    found = {}
    for get in mapping.images:
        value = get(row)
        for part in value if isinstance(value, list) else [value]:
            if part := text_of(part).strip():
                found[part] = True
    return list(found)


def _variants(row, product, mapping, options):
    """One a row, or those that the row holds in a list; what a variant's own row doesn't say, the product's does."""
    inner = mapping.variants(row) if mapping.variants else None
    if not isinstance(inner, list) or not inner:
        return [_variant(row, product, mapping, options, product.source_id)]
    return [
        _variant(row | part, product, mapping, options, f"{product.source_id}-{position}")
        for position, part in enumerate(inner, 1)
        if isinstance(part, dict)
    ]


def _variant(row, product, mapping, options, default_sku):
    get = {name: value(row) for name, value in mapping.variant.items()}
    sku = clean.line_of_text(text_of(get.get("sku")), "sku", clean.MAX_ID) or default_sku
    variant = Variant(sku)
    if codes := get.get("barcodes"):
        variant.barcodes = clean.barcodes([text_of(code) for code in (codes if isinstance(codes, list) else [codes])])
    if get.get("weight") is not None:
        variant.weight_grams = clean.grams(text_of(get["weight"]), mapping.weight_unit)
    for name, value in mapping.options.items():
        if chosen := clean.line_of_text(text_of(value(row)), name, 200):
            variant.options[options[name]] = chosen
    variant.prices = [price for spec in mapping.prices if (price := _price(row, *spec))]
    _set_stock(variant, row, mapping.stock)
    return variant


def _price(row, currency, unit, fields):
    values = {name: value(row) for name, value in fields.items()}
    if values["amount"] is None:
        return None
    price = Price(currency, clean.money(values["amount"], "price", unit))
    if values.get("sale_amount") is not None:
        sale = clean.money(values["sale_amount"], "sale price", unit)
        price.sale_amount = sale if sale < price.amount else None
    if price.sale_amount is not None:
        price.sale_from = clean.moment(text_of(values.get("sale_from")), "sale_from")
        price.sale_until = clean.moment(text_of(values.get("sale_until")), "sale_until")
    return price


def _set_stock(variant, row, stock):
    if not stock:
        return
    if stock["only_with_price"] and not variant.prices:
        variant.on_hand, variant.stock_is_invented = 0, True
    elif "least" in stock:
        spread = stock["most"] - stock["least"] + 1
        variant.on_hand = max(0, stock["least"] + crc32(variant.sku.encode()) % spread)
        variant.stock_is_invented = True
    elif (value := stock["value"](row)) is not None:
        variant.on_hand = max(0, clean.whole_number(text_of(value), "stock", least=-clean.MOST_STOCK))
        variant.stock_is_invented = stock["constant"]
