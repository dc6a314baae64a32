"""Temporary tables that hold one batch, filled by COPY. They are empty again after each commit."""

import io

TABLES = {
    "import_product": "id bigint, is_new boolean, title text, slug text, brand_id bigint, part_number text, "
    "short_description text, description text, attributes jsonb, status text, created_at timestamptz, "
    "publish_at timestamptz, unpublish_at timestamptz, popularity integer, tax_class text, source text, "
    "source_id text, has_categories boolean, has_images boolean",
    "import_variant": "id bigint, is_new boolean, product_id bigint, sku text, barcodes jsonb, options jsonb, "
    "position smallint, weight_grams integer, on_hand integer, stock_is_invented boolean",
    "import_price": "variant_id bigint, currency text, amount numeric, sale_amount numeric, sale_from timestamptz, "
    "sale_until timestamptz",
    "import_category": "product_id bigint, category_id bigint, position smallint",
    "import_image": "product_id bigint, variant_id bigint, source_url text, file text, width integer, height integer, "
    "alt text, position smallint",
    "import_related": "product_id bigint, to_id bigint, kind text, position smallint",
    "import_review": "product_id bigint, source_id text, author text, rating smallint, title text, text text",
}
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def open_tables(cursor):
    """In each batch, as a pooled connection may be another one each time."""
    cursor.execute(
        "".join(
            f"CREATE TEMP TABLE IF NOT EXISTS {name} ({columns}) ON COMMIT DELETE ROWS;"
            for name, columns in TABLES.items()
        )
    )


def empty_tables(cursor):
    """Between two pieces of one batch, where no commit does it."""
    cursor.execute("; ".join(f"DELETE FROM {name}" for name in TABLES))  # noqa: S608 (our own names)


def stage(cursor, table, rows):
    """`rows` are tuples in the order of the table's columns."""
    if rows:
        text = "".join("\t".join(map(_cell, row)) + "\n" for row in rows)
        cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO(text))


def _cell(value):
    if value is None:
        return "\\N"
    if value.__class__ is str:
        return value.translate(ESCAPES) if "\\" in value or not value.isprintable() else value
    return str(value)
