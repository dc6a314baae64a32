"""The row that a primary touches a few times a second, by which each replica's lag is told (shop/db/probe.py)."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE shop_heartbeat (
                one boolean PRIMARY KEY DEFAULT true CHECK (one),
                beat_at timestamptz NOT NULL
            ) WITH (fillfactor = 10);
            INSERT INTO shop_heartbeat (beat_at) VALUES (now());
            """,
            "DROP TABLE shop_heartbeat",
        )
    ]
