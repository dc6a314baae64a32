"""The smaller files of a Magento catalogue."""

from hashlib import blake2s

from catalog.imports import clean, tabular
from catalog.imports.formats import parts
from catalog.imports.formats.magento_products import put_attribute
from catalog.imports.records import (
    CategoryRow,
    Image,
    ImagesOf,
    Links,
    Product,
    Refused,
    Remark,
    Review,
    Unreadable,
    Variant,
)
from catalog.imports.seen import Waiting

LINK_KINDS = {"related": "related", "upsell": "upsell", "crosssell": "cross-sell", "cross_sell": "cross-sell"}
NO_ATTRIBUTES = {"category", "name", "sku", "price", "qty", "description", "special_price", "attribute_set",
                 "visibility", "url_key", "new", "sale", "erin_recommends"}  # fmt: skip
MAX_REVIEW = 5000


def _taken(source, make):
    """What `make(line, row)` yields, with a remark for each row that is refused."""
    for line, row in tabular.rows(source):
        try:
            if isinstance(row, Refused):
                raise row
            yield from make(line, row)
        except Refused as refusal:
            yield Remark(line, refusal.field, clean.shown(refusal.value), refusal.reason)


def categories(source, settings):
    def make(line, row):
        name = clean.line_of_text(row["name"], "name", 120)
        if not name:
            raise Refused("has no name", "name")
        above = tuple(clean.line_of_text(part)[:120] for part in row["path"].split("/") if part.strip())
        yield CategoryRow(line, (*above, name), clean.yes_or_no(row.get("active") or "1", "active"))

    return _taken(source, make)


def simple_products(source, settings):
    """One row, one product, one variant; lists are joined by line breaks."""

    def make(line, row):
        title, _ = clean.title(row["name"], "name")
        product = Product(line, clean.identity(row["sku"], "sku"), title)
        product.description = clean.text(row.get("description") or "", "description")
        product.categories = _pairs(row["category"])
        for name, cell in row.items():
            if name not in NO_ATTRIBUTES:
                put_attribute(
                    product.attributes,
                    settings.types,
                    name,
                    ["Yes" if part == "1" else part for part in cell.split("\n")],
                )
        price = parts.on_sale(settings.currency, row["price"], row.get("special_price") or "")
        product.variants = [Variant(product.source_id, prices=[price] if price else [])]
        product.variants[0].on_hand = clean.whole_number(row.get("qty") or "0", "qty")
        yield product

    return _taken(source, make)


def _pairs(cell):
    """ "Gear⏎Bags⏎Collections⏎Eco Friendly": parent and child, parent and child."""
    names = [name for part in cell.split("\n") if (name := clean.line_of_text(part)[:120])]
    return parts.deepest(tuple(names[at : at + 2]) for at in range(0, len(names), 2))


def images(source, settings):
    """All pictures of a product at once, wherever in the file its rows are."""
    waiting = Waiting()
    yield from _taken(
        source, lambda line, row: _wait(waiting, clean.identity(row["sku"], "sku"), line, row["image"].strip())
    )
    for sku, line, _ in waiting.rest():
        yield ImagesOf(line, sku, [Image(path) for _, path in waiting.take(sku) if path])


def links(source, settings):
    """The kind is in the file's name. Both cells may hold many SKUs; rows about one product are taken together."""
    kind = next((kind for word, kind in LINK_KINDS.items() if word in source.name.lower().replace("-", "")), None)
    if kind is None:
        raise Unreadable(f"{source.path}: which links are these? Its name must hold related, upsell or crosssell.")
    waiting = Waiting()

    def make(line, row):
        for sku in row["sku"].split():
            yield from _wait(waiting, sku, line, row["linked_sku"].split())

    yield from _taken(source, make)
    for sku, line, _ in waiting.rest():
        yield Links(line, kind, [sku], list(dict.fromkeys(to for _, many in waiting.take(sku) for to in many)))


def _wait(waiting, key, line, value):
    waiting.put(key, line, value)
    return ()


def reviews(source, settings):
    """Approved: Magento publishes them. An e-mail address is not taken over."""

    def make(line, row):
        sku = clean.identity(row["sku"], "sku")
        rating = clean.whole_number(row["rating_value"], "rating_value", 1, 5)
        text = clean.line_of_text(row["review"], "review", MAX_REVIEW)
        if not text:
            raise Refused("has no text", "review")
        author = clean.shorten(clean.line_of_text(row.get("reviewer") or ""), 80)
        title = clean.shorten(clean.line_of_text(row.get("title") or ""), 150)
        identity = blake2s("\0".join((sku, author, title, text)).encode(), digest_size=10).hexdigest()
        yield Review(line, sku, identity, author, rating, title, text)

    return _taken(source, make)
