"""Ever-growing tables are partitioned by month (UTC): what makes one month's partition."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0003_told")]

    operations = [
        migrations.RunSQL(
            """
            -- The partition of `parent` that `day` falls into, if it is not there yet. Named catalog_things_2026_11.
            CREATE FUNCTION shop_make_partition(parent text, day timestamptz) RETURNS void LANGUAGE plpgsql AS $$
            DECLARE
                month timestamp := date_trunc('month', day AT TIME ZONE 'UTC');
            BEGIN
                EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                    parent || to_char(month, '_YYYY_MM'), parent,
                    month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
            END $$;
            """,
            "DROP FUNCTION shop_make_partition(text, timestamptz)",
        )
    ]
