from django.db import migrations

# A line after the other, each order also wrote the products whose bands changed between its lines: two orders could
# then wait for each other, one holding a product, the other a stock row. And an order of 20 lines fired the triggers
# 20 times. Now: all stock rows in the order of variants, then one statement, whose triggers take products in theirs.
MOVE = """
CREATE OR REPLACE FUNCTION catalog_move_stock(variants bigint[], on_hand_by int[], reserved_by int[], why text)
RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    moved bigint[];
BEGIN
    PERFORM FROM catalog_stock WHERE variant_id = ANY (variants) ORDER BY variant_id FOR NO KEY UPDATE;
    PERFORM set_config('shop.movement', why, true);
    WITH piece AS (
        SELECT variant, sum(h)::int AS on_hand, sum(r)::int AS reserved
        FROM unnest(variants, on_hand_by, reserved_by) AS pieces(variant, h, r) GROUP BY variant),
    changed AS (
        UPDATE catalog_stock s SET on_hand = s.on_hand + piece.on_hand, reserved = s.reserved + piece.reserved
        FROM piece
        WHERE s.variant_id = piece.variant AND s.variant_id = ANY (variants)
          AND s.on_hand + piece.on_hand >= s.reserved + piece.reserved AND s.reserved + piece.reserved >= 0
        RETURNING s.variant_id)
    SELECT array_agg(variant_id) INTO moved FROM changed;
    PERFORM set_config('shop.movement', '', true);
    RETURN ARRAY(SELECT DISTINCT variant FROM unnest(variants) variant
                 WHERE variant <> ALL (coalesce(moved, '{}')) ORDER BY variant);
END $$;
"""
A_LINE_AFTER_THE_OTHER = """
CREATE OR REPLACE FUNCTION catalog_move_stock(variants bigint[], on_hand_by int[], reserved_by int[], why text)
RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    short bigint[] := '{}';
    piece record;
BEGIN
    PERFORM set_config('shop.movement', why, true);
    FOR piece IN
        SELECT variant, sum(h)::int AS on_hand, sum(r)::int AS reserved
        FROM unnest(variants, on_hand_by, reserved_by) AS pieces(variant, h, r) GROUP BY variant ORDER BY variant
    LOOP
        UPDATE catalog_stock s SET on_hand = s.on_hand + piece.on_hand, reserved = s.reserved + piece.reserved
        WHERE s.variant_id = piece.variant
          AND s.on_hand + piece.on_hand >= s.reserved + piece.reserved AND s.reserved + piece.reserved >= 0;
        IF NOT FOUND THEN
            short := short || piece.variant;
        END IF;
    END LOOP;
    PERFORM set_config('shop.movement', '', true);
    RETURN short;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [('catalog', '0014_want_thumbnails')]

    operations = [migrations.RunSQL(MOVE, A_LINE_AFTER_THE_OTHER)]
