"""A row of the outbox stays for a while after it was told: its purges are repeated, if need be by another relay."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0002_outbox")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE shop_outbox ADD told_at timestamptz;
            -- The relay looks for new rows up to two hundred times a second.
            CREATE INDEX shop_outbox_new ON shop_outbox (id) WHERE told_at IS NULL;
            """,
            "ALTER TABLE shop_outbox DROP told_at",
        )
    ]
