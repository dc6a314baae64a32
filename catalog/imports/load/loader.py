"""One batch of records, one transaction: staged, compared, written where it differs, and refreshed once."""

from django.db import connection, transaction
from psycopg2 import DataError, IntegrityError, errors

from catalog.imports import clean
from catalog.imports.load import others, products
from catalog.imports.load.names import Attributes, Brands, Categories
from catalog.imports.load.staging import empty_tables, open_tables
from catalog.imports.records import CategoryRow, ImagesOf, Links, Product, Remark, Review

LOADERS = {
    Product: products.load,
    CategoryRow: others.load_categories,
    ImagesOf: others.load_images,
    Links: others.load_links,
    Review: others.load_reviews,
}
ATTEMPTS = 4
FEW_PRODUCTS = 900
TABLES = [f"catalog_{name}" for name in ("product", "variant", "price", "stock", "productcategory", "image", "category",
          "attribute", "facetvalue", "listing", "brand")]  # fmt: skip
# One import writes at a time, whoever started it; "catalogue import" has no other meaning for this number.
LOCK = 0x6361_7461


class Loader:
    """Takes batches of one source. What it looked up stays known from one batch to the next."""

    def __init__(self, source, currencies, types):
        self.source, self.currencies, self.types = source, currencies, types
        self.products_changed = 0
        self.analyze_at = None  # products changed, when the planner's statistics are next out of date
        self.forget()

    def forget(self):
        """What an aborted transaction made is gone, and what an editor removed meanwhile as well."""
        self.brands, self.categories, self.attributes = Brands(), Categories(), Attributes()

    def take(self, records, after=None):
        """Writes the batch and returns its remarks; `after(cursor)` runs in the same transaction, before the commit.

        Deadlocks with the living shop are tried again. A record that the database itself refuses is found by halving
        the batch, and refused alone.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with transaction.atomic():
                    remarks = self._take(records, after)
                self._keep_statistics()
                return remarks
            except (errors.DeadlockDetected, errors.LockNotAvailable, errors.SerializationFailure):
                self.forget()
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")

    def _keep_statistics(self):
        """ANALYZE when the catalogue has quadrupled: plans made for empty tables are thrice as slow on full ones."""
        with connection.cursor() as cursor:
            if self.analyze_at is None:
                cursor.execute("SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'catalog_product'::regclass")
                self.analyze_at = max(FEW_PRODUCTS, cursor.fetchone()[0])
            if self.products_changed >= self.analyze_at:
                self.analyze_at = 4 * self.products_changed
                cursor.execute(f"ANALYZE {', '.join(TABLES)}")

    def _take(self, records, after):
        # psycopg2's own cursor: Django's would keep every statement's text in DEBUG.
        with connection.connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL client_min_messages = warning; SET LOCAL jit = off; SET LOCAL statement_timeout = 0; "
                "SET LOCAL lock_timeout = '20s'; SELECT pg_advisory_xact_lock(%s)",
                (LOCK,),
            )
            open_tables(cursor)
            empty_tables(cursor)  # they are, unless all this happens inside another transaction
            remarks, changed = self._pieces(cursor, records)
            if after:
                after(cursor)
        self.products_changed += changed
        return remarks

    def _pieces(self, cursor, records):
        """(remarks, products changed)"""
        cursor.execute("SAVEPOINT piece")
        try:
            batch = Batch(self, cursor)
            LOADERS[type(records[0])](batch, records)
            batch.finish()
        except (DataError, IntegrityError) as error:
            cursor.execute("ROLLBACK TO SAVEPOINT piece")
            self.forget()
            if len(records) == 1:
                reason = f"was refused by the database: {str(error).splitlines()[0]}"
                return [Remark(records[0].line, "", clean.shown(getattr(records[0], "source_id", "")), reason)], 0
            half = len(records) // 2
            first, one = self._pieces(cursor, records[:half])
            empty_tables(cursor)
            second, two = self._pieces(cursor, records[half:])
            return first + second, one + two
        cursor.execute("RELEASE SAVEPOINT piece")
        return batch.remarks, len(batch.changed)


class Batch:
    """What one batch changes."""

    def __init__(self, loader, cursor):
        self.cursor, self.source, self.currencies, self.types = cursor, loader.source, loader.currencies, loader.types
        self.brands, self.categories, self.attributes = loader.brands, loader.categories, loader.attributes
        self.changed, self.restocked, self.remarks = set(), [], []
        self.all_new = False
        self._defer("on")

    def _defer(self, how):
        self.cursor.execute("SELECT set_config('shop.defer_refresh', %s, true)", (how,))

    def remark(self, remark):
        self.remarks.append(remark)

    def returned(self, statements, **parameters):
        """What the statements return: ids."""
        found = set()
        for statement in statements:
            if self.all_new and not statement.lstrip().startswith("INSERT"):
                continue  # there is nothing yet to update or remove
            self.cursor.execute(statement, parameters or None)
            found.update(id for (id,) in self.cursor.fetchall())
        return found

    def change(self, statements):
        """Runs statements that return the products they change."""
        self.changed |= self.returned(statements)

    def product_of_variants(self):
        self.cursor.execute("SELECT id, product_id FROM import_variant")
        return dict(self.cursor.fetchall())

    def set_bands(self, variant_ids):
        if variant_ids:
            self.cursor.execute("SELECT catalog_set_bands(%s::bigint[])", (sorted(variant_ids),))

    def finish(self):
        """One refresh for all that really changed. Where only stock moved, the triggers see whether its band did."""
        if self.changed:
            # Planned for this many products: plpgsql would soon keep a plan for ten. Not longer than this, as each
            # foreign key that is checked at the commit would be planned anew as well.
            self.cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
            self.cursor.execute("SELECT catalog_refresh(%s::bigint[], true)", (sorted(self.changed),))
            self.cursor.execute("SET LOCAL plan_cache_mode = auto")
        self._defer("off")
        self.set_bands(self.restocked)
