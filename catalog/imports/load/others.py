"""What comes in files of its own: category rows, images, links between products, reviews."""

from catalog.imports import clean
from catalog.imports.load import statements
from catalog.imports.load.products import image_rows
from catalog.imports.load.staging import stage
from catalog.imports.records import Remark


def load_categories(batch, rows):
    """New ones are made in the order of the rows; one that exists stays as its editors set it."""
    for row in rows:
        batch.categories.resolve(batch.cursor, {row.names}, row.is_active)


def load_images(batch, records):
    ids = _products(batch, [record.source_id for record in records])
    rows, known = [], []
    for record in records:
        if record.source_id in ids:
            known.append((ids[record.source_id],))
            rows += image_rows(ids[record.source_id], record.images, {})
        else:
            batch.remark(_unknown(record, record.source_id))
    stage(batch.cursor, "import_product (id, has_images)", [(id, True) for (id,) in known])
    stage(batch.cursor, "import_image", rows)
    batch.change(statements.IMAGES)


def load_links(batch, records):
    """A link to or from a product that isn't there is refused alone."""
    ids = _products(batch, [sku for record in records for sku in (*record.skus, *record.to)])
    rows = {}
    for record in records:
        for sku in dict.fromkeys((*record.skus, *record.to)):
            if sku not in ids:
                batch.remark(_unknown(record, sku))
        for sku in record.skus:
            for position, to in enumerate(record.to):
                if sku in ids and to in ids and ids[sku] != ids[to]:
                    rows.setdefault((ids[sku], ids[to], record.kind), position)
    stage(batch.cursor, "import_related", [(*key, position) for key, position in rows.items()])
    batch.change(statements.RELATED)


def load_reviews(batch, reviews):
    ids = _products(batch, [review.sku for review in reviews])
    for review in reviews:
        if review.sku not in ids:
            batch.remark(_unknown(review, review.sku))
    stage(batch.cursor, "import_review", [
        (ids[r.sku], r.source_id, r.author, r.rating, r.title, r.text) for r in reviews if r.sku in ids
    ])  # fmt: skip
    batch.change(statements.REVIEWS)


def _products(batch, skus):
    """{source id or SKU: product id}, within the source that is imported."""
    batch.cursor.execute(
        "SELECT v.sku, v.product_id FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id "
        "WHERE p.source = %s AND v.sku = ANY (%s)",
        (batch.source, skus),
    )
    found = dict(batch.cursor.fetchall())
    batch.cursor.execute(
        "SELECT source_id, id FROM catalog_product WHERE source = %s AND source_id = ANY (%s)", (batch.source, skus)
    )
    return found | dict(batch.cursor.fetchall())


def _unknown(record, sku):
    return Remark(record.line, "sku", clean.shown(sku), "isn't in the catalogue")
