"""Variants by the file's stock codes: those of the shop, and others made as they come."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.utils.text import slugify

from catalog.models import Price, Product, Stock, Variant
from checkout.replay.invoices import Row

CURRENCY = "GBP"
SOURCE = "replay"


class Shelf:
    """`pieces` are put into stock of each variant that has no stock yet."""

    def __init__(self, pieces: int):
        self.pieces = pieces
        self.known: dict[str, Variant] = {}

    def variants(self, rows: Iterable[Row]) -> list[Variant]:
        """One for each row."""
        rows = list(rows)
        wanted = {row.code: row for row in rows if row.code not in self.known}
        if wanted:
            found = Variant.objects.select_related("product").filter(sku__in=wanted)
            self.known |= {variant.sku: variant for variant in found}
            stock = [Stock(variant=self.known[code], on_hand=self.pieces) for code in wanted if code in self.known]
            Stock.objects.bulk_create(stock, ignore_conflicts=True)
            self.make([row for row in wanted.values() if row.code not in self.known])
        return [self.known[row.code] for row in rows]

    @transaction.atomic
    def make(self, rows: list[Row]) -> None:
        """As an import does: products are refreshed once, not for each of their rows."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL shop.defer_refresh = 'on'")
            products = Product.objects.bulk_create(product_of(row) for row in rows)
            pairs = list(zip(products, rows, strict=True))
            made = Variant.objects.bulk_create(Variant(product=product, sku=row.code) for product, row in pairs)
            Price.objects.bulk_create(
                Price(variant=variant, currency=CURRENCY, amount=row.price)
                for variant, row in zip(made, rows, strict=True)
            )
            Stock.objects.bulk_create(Stock(variant=variant, on_hand=self.pieces) for variant in made)
            cursor.execute("SELECT catalog_set_bands(%s)", [[variant.pk for variant in made]])
            cursor.execute("SELECT catalog_refresh(%s)", [[product.pk for product in products]])
            cursor.execute("SET LOCAL shop.defer_refresh = 'off'")
        self.known |= {variant.sku: variant for variant in made}


def product_of(row: Row) -> Product:
    return Product(
        title=row.description or row.code,
        slug=slugify(f"{row.description} {row.code}")[-140:].strip("-"),
        status=Product.Status.PUBLISHED,
        source=SOURCE,
        source_id=row.code,
    )
