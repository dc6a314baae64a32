"""Whoever writes a picture's name asks with it for its thumbnails."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

FUNCTION = """
-- A task for each file, once: the key is the file's name, and a file of other content has another name.
-- An editor who sees one picture waits for it; many at once, or a bulk load's, are made when there is time.
-- `SET LOCAL shop.want_thumbnails = 'off'` for who makes them by other means.
CREATE FUNCTION catalog_want_thumbnails(files text[], place text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO shop_task (key, name, queue, arguments, most_tries)
    SELECT 'thumbnails ' || place || ' ' || file, 'catalog.tasks.make_thumbnails',
           CASE WHEN cardinality(files) > 20 OR current_setting('shop.defer_refresh', true) = 'on'
                THEN 'whenever' ELSE 'soon' END,
           jsonb_build_array(file, place), 8
    FROM unnest(files) file
    WHERE current_setting('shop.want_thumbnails', true) IS DISTINCT FROM 'off'
      AND NOT EXISTS (SELECT FROM shop_task WHERE key = 'thumbnails ' || place || ' ' || file)
    ORDER BY file  -- so that two who write the same names never wait for each other in a circle
    ON CONFLICT (key) DO NOTHING
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0005_tasks"),
        ("catalog", "0013_stock_movements"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION catalog_want_thumbnails(text[], text)"),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='want_thumbnails_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="PERFORM catalog_want_thumbnails(ARRAY(SELECT DISTINCT image FROM new_rows WHERE image <> ''), 'category'); RETURN NULL;", hash='f2b4b0cf6f913f7a0b45a87af30bbd135f1c19e1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_want_thumbnails_insert_0927f', referencing='REFERENCING NEW TABLE AS new_rows ', table='catalog_category', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='want_thumbnails_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="PERFORM catalog_want_thumbnails(ARRAY(SELECT DISTINCT n.image FROM new_rows n JOIN old_rows o USING (id) WHERE n.image <> '' AND n.image <> o.image), 'category'); RETURN NULL;", hash='e8830ebf983461e383d724cfcba538b242a1f3af', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_want_thumbnails_update_80c03', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='catalog_category', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='image',
            trigger=pgtrigger.compiler.Trigger(name='want_thumbnails_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="PERFORM catalog_want_thumbnails(ARRAY(SELECT DISTINCT file FROM new_rows WHERE file <> ''), 'product'); RETURN NULL;", hash='25dd759f6f4e75bd139d1bfceb208b691d0f1d8f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_want_thumbnails_insert_72203', referencing='REFERENCING NEW TABLE AS new_rows ', table='catalog_image', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='image',
            trigger=pgtrigger.compiler.Trigger(name='want_thumbnails_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="PERFORM catalog_want_thumbnails(ARRAY(SELECT DISTINCT n.file FROM new_rows n JOIN old_rows o USING (id) WHERE n.file <> '' AND n.file <> o.file), 'product'); RETURN NULL;", hash='3f21d4cc88463161aa0c2aabff230c5503a6d07b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_want_thumbnails_update_ca196', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='catalog_image', when='AFTER')),
        ),
    ]
