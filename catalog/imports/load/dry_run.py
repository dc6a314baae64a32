"""A rehearsal: everything is read, cleaned and looked up, nothing is locked or written."""

from django.db import connection

from catalog.imports import clean
from catalog.imports.records import ImagesOf, Links, Product, Remark, Review
from catalog.imports.seen import Seen


class DryLoader:
    """Like Loader, but tells only what it would refuse. `seen` holds what the run itself would have made by then."""

    def __init__(self, source, currencies, types):
        self.source, self.seen, self.products_changed = source, Seen(), 0

    def take(self, records, after=None):
        if isinstance(records[0], Product):
            return self._clashes(records)
        remarks = []
        skus = {sku for record in records for sku in _named(record)}
        known = self._known(skus)
        for record in records:
            for sku in _named(record):
                if sku not in known and not self.seen.has("sku", sku) and not self.seen.has("product", sku):
                    remarks.append(Remark(record.line, "sku", clean.shown(sku), "isn't in the catalogue"))
        return remarks

    def _clashes(self, products):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT v.sku FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id "
                "WHERE v.sku = ANY (%s) AND p.source <> %s",
                ([variant.sku for product in products for variant in product.variants], self.source),
            )
            taken = {sku for (sku,) in cursor.fetchall()}
        return [
            Remark(product.line, "sku", clean.shown(variant.sku), "belongs to another product already")
            for product in products
            for variant in product.variants
            if variant.sku in taken
        ]

    def _known(self, skus):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT source_id FROM catalog_product WHERE source = %(source)s AND source_id = ANY (%(skus)s) UNION "
                "SELECT v.sku FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id "
                "WHERE p.source = %(source)s AND v.sku = ANY (%(skus)s)",
                {"source": self.source, "skus": list(skus)},
            )
            return {sku for (sku,) in cursor.fetchall()}


def _named(record):
    if isinstance(record, Links):
        return dict.fromkeys((*record.skus, *record.to))
    if isinstance(record, ImagesOf):
        return [record.source_id]
    return [record.sku] if isinstance(record, Review) else []
