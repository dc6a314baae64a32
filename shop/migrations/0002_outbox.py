"""The outbox of invalidation: which surrogate keys have changed, written in the transaction that changed them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_heartbeat")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE shop_outbox (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                tags text[] NOT NULL,
                written_at timestamptz NOT NULL DEFAULT clock_timestamp()
            );
            -- Written and deleted all day: vacuum must not wait for a fifth of it to be dead.
            ALTER TABLE shop_outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

            -- Triggers call it once a statement; no tags, no row.
            CREATE FUNCTION shop_note(tags text[]) RETURNS void LANGUAGE sql AS $$
                INSERT INTO shop_outbox (tags) SELECT tags WHERE cardinality(tags) > 0
            $$;
            """,
            "DROP FUNCTION shop_note(text[]); DROP TABLE shop_outbox",
        )
    ]
