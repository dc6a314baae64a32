"""Tells the database which currency listings sort and show by."""

from django.conf import settings
from django.db import connections
from psycopg2.sql import SQL, Literal


def set_default_currency(sender, using, **kwargs):
    """After each migrate; a change of DEFAULT_CURRENCY also wants `check_consistency --repair`."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regproc('catalog_default_currency') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return
        cursor.execute("SELECT catalog_default_currency()")
        if cursor.fetchone()[0] != settings.DEFAULT_CURRENCY:
            cursor.execute(
                SQL(
                    "CREATE OR REPLACE FUNCTION catalog_default_currency() RETURNS text "
                    "LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN {}::text"
                ).format(Literal(settings.DEFAULT_CURRENCY))
            )
