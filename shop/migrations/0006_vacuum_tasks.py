"""Each task is updated three times within a second: what waits must be found among few dead rows."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0005_tasks")]

    operations = [
        migrations.RunSQL(
            """
            -- A month of done rows lies there, too: a fifth of them (the default) would be far too late.
            ALTER TABLE shop_task SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
            """,
            "ALTER TABLE shop_task RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)",
        )
    ]
