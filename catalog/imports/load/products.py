"""Products with all that hangs on them."""

import json

from catalog.imports import clean
from catalog.imports.load import slugs, statements
from catalog.imports.load.staging import stage
from catalog.imports.records import Remark


def load(batch, products):
    """Into `batch`: what changed and what was refused. `products` have distinct source ids and SKUs."""
    batch.attributes.resolve(batch.cursor, _codes(products), batch.types)
    batch.brands.resolve(batch.cursor, [product.brand for product in products])
    batch.categories.resolve(batch.cursor, {path for product in products for path in product.categories})
    variants = _variants_by_sku(batch, products)
    products = _without_clashes(batch, products, variants)
    existing = _existing(batch, products)
    ids = {source_id: id for source_id, (id, _, _) in existing.items()}
    batch.all_new = not existing and not variants
    slug_of = _slugs(batch, products, existing, ids)
    new = [product.source_id for product in products if product.source_id not in ids]
    ids |= zip(new, _new_ids(batch, "product", len(new)), strict=True)
    _stage_products(batch, products, ids, existing, slug_of)
    variant_ids = _stage_variants(batch, products, ids, variants)
    _stage_lists(batch, products, ids, variant_ids)
    _write(batch, ids, variant_ids)


def _codes(products):
    """Of attributes and options in use."""
    codes = set()
    for product in products:
        codes.update(product.attributes)
        for variant in product.variants:
            codes.update(variant.options)
    return codes


def _variants_by_sku(batch, products):
    """{sku: (variant id, product id, source, source id)} of the SKUs that exist already."""
    batch.cursor.execute(
        "SELECT v.sku, v.id, p.id, p.source, p.source_id "
        "FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id WHERE v.sku = ANY (%s)",
        ([variant.sku for product in products for variant in product.variants],),
    )
    return {sku: found for sku, *found in batch.cursor.fetchall()}


def _without_clashes(batch, products, variants):
    """A SKU may move between products of one source; one that is another source's is refused, with the product."""
    kept = []
    for product in products:
        clash = next(
            (v.sku for v in product.variants if v.sku in variants and variants[v.sku][2] != batch.source), None
        )
        if clash is None:
            kept.append(product)
        else:
            _, other, source, source_id = variants[clash]
            whose = f"{source_id} of {source}" if source else f"{other}, made in the shop"
            batch.remark(Remark(product.line, "sku", clean.shown(clash), f"belongs to product {whose} already"))
    return kept


def _existing(batch, products):
    """{source id: (id, title, slug)}"""
    batch.cursor.execute(
        "SELECT source_id, id, title, slug FROM catalog_product WHERE source = %s AND source_id = ANY (%s)",
        (batch.source, [product.source_id for product in products]),
    )
    return {source_id: tuple(rest) for source_id, *rest in batch.cursor.fetchall()}


def _slugs(batch, products, existing, ids):
    """A product keeps its address for as long as its title asks for the same words."""
    kept, wanted = {}, {}
    for product in products:
        _, title, slug = existing.get(product.source_id, (None, None, None))
        if title is not None and (title == product.title or slugs.words_of(title) == slugs.words_of(product.title)):
            kept[product.source_id] = slug
        else:
            wanted[product.source_id] = product.title
    return kept | (slugs.choose(batch.cursor, batch.source, wanted, ids) if wanted else {})


def _new_ids(batch, table, count):
    if not count:
        return []
    batch.cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", (f"catalog_{table}", count)
    )
    return [id for (id,) in batch.cursor.fetchall()]


def _stage_products(batch, products, ids, existing, slug_of):
    stage(batch.cursor, "import_product", [
        (ids[p.source_id], p.source_id not in existing, p.title, slug_of[p.source_id], batch.brands.ids.get(p.brand),
         p.part_number, p.short_description, p.description, json.dumps(p.attributes, ensure_ascii=False), p.status,
         p.created_at, p.publish_at, p.unpublish_at, p.popularity, p.tax_class, batch.source, p.source_id,
         bool(p.categories), p.images is not None)
        for p in products
    ])  # fmt: skip


def _stage_variants(batch, products, ids, known):
    """{sku: variant id}"""
    new = [v.sku for p in products for v in p.variants if v.sku not in known]
    variant_ids = {sku: found[0] for sku, found in known.items()} | dict(
        zip(new, _new_ids(batch, "variant", len(new)), strict=True)
    )
    rows, prices = [], []
    for product in products:
        for position, v in enumerate(product.variants):
            id = variant_ids[v.sku]
            if v.sku in known and known[v.sku][1] != ids[product.source_id]:
                batch.changed.add(known[v.sku][1])  # the product that it leaves
            rows.append((id, v.sku not in known, ids[product.source_id], v.sku, json.dumps(v.barcodes),
                         json.dumps(v.options, ensure_ascii=False), position, v.weight_grams, v.on_hand,
                         v.stock_is_invented))  # fmt: skip
            prices += [(id, p.currency, p.amount, p.sale_amount, p.sale_from, p.sale_until) for p in v.prices]
    stage(batch.cursor, "import_variant", rows)
    stage(batch.cursor, "import_price", prices)
    return variant_ids


def _stage_lists(batch, products, ids, variant_ids):
    categories, images = [], []
    for product in products:
        id = ids[product.source_id]
        found = dict.fromkeys(batch.categories.by_names[path] for path in product.categories)
        categories += [(id, category, position) for position, category in enumerate(found)]
        images += image_rows(id, product.images or (), variant_ids)
    stage(batch.cursor, "import_category", categories)
    stage(batch.cursor, "import_image", images)


def image_rows(product_id, images, variant_ids):
    return [
        (
            product_id,
            variant_ids.get(image.sku),
            image.source,
            image.file,
            image.width,
            image.height,
            image.alt[:300],
            position,
        )
        for position, image in enumerate(images)
    ]


def _write(batch, ids, variant_ids):
    batch.change(statements.PRODUCTS)
    batch.change(statements.VARIANTS)
    product_of = batch.product_of_variants()
    restocked = batch.returned(statements.STOCK)
    batch.changed |= {product_of[id] for id in batch.returned(statements.PRICES, currencies=list(batch.currencies))}
    batch.change(statements.CATEGORIES)
    batch.change(statements.IMAGES)
    batch.set_bands([id for id in restocked if product_of[id] in batch.changed])
    batch.restocked = [id for id in restocked if product_of[id] not in batch.changed]
