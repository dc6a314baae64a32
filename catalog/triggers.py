"""What the database itself does when the catalogue changes, however it was changed: ORM, bulk update, raw SQL in psql.

One SQL function, `catalog_refresh(product ids)`, recomputes everything that is denormalised on products and rewrites
their listings; the triggers below only say whose turn it is. They work a statement at a time, so that changing ten
thousand rows by one statement is one refresh. A bulk load says `SET LOCAL shop.defer_refresh = 'on'` and calls
`catalog_refresh` once for its batch, in the same transaction.
"""

import pgtrigger

# Columns of a product that somebody writes; the others are derived from them and from the rows around the product.
PRODUCT_SOURCE_COLUMNS = (
    "title, slug, brand_id, part_number, short_description, description, attributes, "
    "status, publish_at, unpublish_at, popularity"
)

EVENTS = {
    "insert": (pgtrigger.Insert, pgtrigger.Referencing(new="new_rows")),
    "update": (pgtrigger.Update, pgtrigger.Referencing(old="old_rows", new="new_rows")),
    "delete": (pgtrigger.Delete, pgtrigger.Referencing(old="old_rows")),
}

UNLESS_DEFERRED = "IF current_setting('shop.defer_refresh', true) = 'on' THEN RETURN NULL; END IF;"


DERIVED_PRODUCT_COLUMNS = (
    "price, list_price, price_varies, stock_band, image_file, image_width, image_height, rating, rating_count, "
    "category_ids, facet_ids, search, next_change_at"
)
REFRESHING = "current_setting('shop.refreshing', true) IS NOT DISTINCT FROM 'on'"


def keep_derived(*columns, raise_version=True):
    """Derived columns change by a refresh alone: an instance read long ago and saved now must not bring old ones back.

    With `raise_version`, the row's version rises whenever any other column really changes.
    """
    columns = (*columns, *(("version", "updated_at") if raise_version else ()))
    keep = " ".join(f"NEW.{column} = OLD.{column};" for column in columns)
    count = "IF NEW.* IS DISTINCT FROM OLD.* THEN NEW.version = OLD.version + 1; NEW.updated_at = now(); END IF;"
    return pgtrigger.Trigger(
        name="keep_derived",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        func=f"IF NOT {REFRESHING} THEN {keep} END IF; {count if raise_version else ''} RETURN NEW;",
    )


def after_statement(name, sql_by_event):
    """A trigger for each event; `sql_by_event` maps insert, update, delete to what it runs over old_rows, new_rows."""
    return [
        pgtrigger.Trigger(
            name=f"{name}_{event}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=EVENTS[event][0],
            referencing=EVENTS[event][1],
            func=f"{UNLESS_DEFERRED} {sql} RETURN NULL;",
        )
        for event, sql in sql_by_event.items()
    ]


def refresh_products_of(key="id", product="{row}.product_id", join=""):
    """Refreshes, and touches, the products that inserted, really changed or deleted rows belong to.

    `product` is the SQL of the product's id for a row called {row}; `join` brings in what that needs.
    """

    def touched(rows, where=""):
        return f"SELECT {product.format(row='r')} AS id FROM {rows} r {join.format(row='r')} {where}"

    changed = f"JOIN {{other}} o ON o.{key} = r.{key} WHERE r.* IS DISTINCT FROM o.*"
    both = (
        touched("new_rows", changed.format(other="old_rows"))
        + " UNION "
        + touched("old_rows", changed.format(other="new_rows"))
    )
    run = "PERFORM catalog_refresh(ARRAY(SELECT id FROM ({rows}) touched WHERE id IS NOT NULL), true);"
    return after_statement(
        "refresh",
        {
            "insert": run.format(rows=touched("new_rows")),
            "update": run.format(rows=both),
            "delete": run.format(rows=touched("old_rows")),
        },
    )


def product_triggers():
    """A product refreshes itself when its source columns change, not when the refresh writes the derived ones."""
    source = ", ".join(f"{{row}}.{column.strip()}" for column in PRODUCT_SOURCE_COLUMNS.split(","))
    changed = f"({source.format(row='n')}) IS DISTINCT FROM ({source.format(row='o')})"
    return [
        keep_derived(*DERIVED_PRODUCT_COLUMNS.split(", ")),
        *after_statement(
            "refresh",
            {
                "insert": "PERFORM catalog_refresh(ARRAY(SELECT id FROM new_rows), false);",
                "update": "PERFORM catalog_refresh(ARRAY("
                f"SELECT n.id FROM new_rows n JOIN old_rows o USING (id) WHERE {changed}), false);",
            },
        ),
        pgtrigger.Trigger(
            name="keep_old_slug",
            operation=pgtrigger.Update,
            when=pgtrigger.After,
            condition=pgtrigger.Condition("OLD.slug IS DISTINCT FROM NEW.slug"),
            func="PERFORM catalog_keep_old_path('p/' || OLD.slug, 'p/' || NEW.slug, NEW.id, NULL); RETURN NULL;",
        ),
    ]


def stock_triggers():
    """Stock moves with every sale; a variant, and with it its product, only when the displayed band changes."""
    run = "PERFORM catalog_set_bands(ARRAY(SELECT variant_id FROM {rows}));"
    bands = after_statement(
        "set_band",
        {event: run.format(rows="old_rows" if event == "delete" else "new_rows") for event in EVENTS},
    )
    return [*bands, *stock_movements()]


def stock_movements():
    """Each change is a movement, in the same transaction; why, says `shop.movement` (catalog/stock.py)."""
    by = {
        "insert": "SELECT variant_id, on_hand, reserved FROM new_rows",
        "update": "SELECT variant_id, n.on_hand - o.on_hand, n.reserved - o.reserved "
        "FROM new_rows n JOIN old_rows o USING (variant_id) "
        "WHERE (n.on_hand, n.reserved) IS DISTINCT FROM (o.on_hand, o.reserved)",
        "delete": "SELECT variant_id, -on_hand, -reserved FROM old_rows",
    }
    return [
        pgtrigger.Trigger(
            name=f"record_{event}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=EVENTS[event][0],
            referencing=EVENTS[event][1],
            func="INSERT INTO catalog_stockmovement (variant_id, on_hand, reserved, reason) "
            f"SELECT changed.*, coalesce(current_setting('shop.movement', true), '') FROM ({rows}) changed; "
            "RETURN NULL;",
        )
        for event, rows in by.items()
    ]


def alert_triggers():
    """A variant that leaves "sold out", or is offered again, asks for those who wait for it to be told, however that
    was written. One task a variant and transaction; none where nobody waits.
    """
    back = """
    INSERT INTO shop_task (key, name, queue, arguments, most_tries)
    SELECT 'back in stock ' || n.id || ' ' || clock_timestamp(), 'catalog.tasks.tell_back_in_stock', 'soon',
           jsonb_build_array(n.id), 8
    FROM new_rows n JOIN old_rows o USING (id)
    WHERE n.stock_band > 0 AND n.is_active AND NOT (o.stock_band > 0 AND o.is_active)
      AND EXISTS (SELECT FROM catalog_stockalert a WHERE a.variant_id = n.id AND a.told_at IS NULL)
    ON CONFLICT (key) DO NOTHING;
    """
    return [
        pgtrigger.Trigger(
            name="tell_back_in_stock",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            referencing=EVENTS["update"][1],
            func=f"{back} RETURN NULL;",
        )
    ]


def thumbnail_triggers(place, column):
    """Whoever writes a picture's name, its sizes are made (catalog_want_thumbnails, catalog.tasks.make_thumbnails).

    Not deferred by a bulk load: that only changes how soon.
    """
    wanted = {
        "insert": f"SELECT DISTINCT {column} FROM new_rows WHERE {column} <> ''",
        "update": f"SELECT DISTINCT n.{column} FROM new_rows n JOIN old_rows o USING (id) "
        f"WHERE n.{column} <> '' AND n.{column} <> o.{column}",
    }
    return [
        pgtrigger.Trigger(
            name=f"want_thumbnails_{event}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=EVENTS[event][0],
            referencing=EVENTS[event][1],
            func=f"PERFORM catalog_want_thumbnails(ARRAY({files}), '{place}'); RETURN NULL;",
        )
        for event, files in wanted.items()
    ]


def category_triggers():
    """Paths in URLs follow the tree; products listed in a moved, hidden or deleted category are listed anew."""
    return [
        keep_derived(),
        pgtrigger.Trigger(
            name="url_path",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when=pgtrigger.Before,
            func="NEW.url_path = catalog_url_path(NEW.path, NEW.slug); RETURN NEW;",
        ),
        *after_statement(
            "follow",
            {
                "update": """
                IF EXISTS (SELECT FROM new_rows n JOIN old_rows o USING (id)
                           WHERE (n.path, n.slug) IS DISTINCT FROM (o.path, o.slug)) THEN
                    UPDATE catalog_category c SET url_path = w.url_path
                    FROM (SELECT id, catalog_url_path(path, slug) AS url_path FROM catalog_category) w
                    WHERE w.id = c.id AND c.url_path <> w.url_path;
                END IF;
                PERFORM catalog_refresh(ARRAY(
                    SELECT DISTINCT pc.product_id
                    FROM new_rows n JOIN old_rows o USING (id)
                    JOIN catalog_category below ON below.path LIKE n.path || '%'
                    JOIN catalog_productcategory pc ON pc.category_id = below.id
                    WHERE (n.path, n.is_active, n.name) IS DISTINCT FROM (o.path, o.is_active, o.name)), true);
                """,
            },
        ),
        pgtrigger.Trigger(
            name="keep_old_path",
            operation=pgtrigger.Update,
            when=pgtrigger.After,
            condition=pgtrigger.Condition("OLD.url_path IS DISTINCT FROM NEW.url_path"),
            func="PERFORM catalog_keep_old_path('c/' || OLD.url_path, 'c/' || NEW.url_path, NULL, NEW.id); "
            "RETURN NULL;",
        ),
    ]


def brand_triggers():
    """A renamed brand is a facet value and a searched word of its products."""
    return [
        keep_derived(),
        *after_statement(
            "refresh",
            {
                "update": "PERFORM catalog_refresh(ARRAY("
                "SELECT p.id FROM catalog_product p JOIN new_rows n ON n.id = p.brand_id "
                "JOIN old_rows o ON o.id = n.id WHERE n.name IS DISTINCT FROM o.name), true);",
            },
        ),
    ]
