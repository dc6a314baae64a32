"""Tells the database which currency listings sort and show by."""

from django.conf import settings
from django.db import connections


def set_default_currency(sender, using, **kwargs):
    """After each migrate: catalog_default_currency() answers DEFAULT_CURRENCY. Run `check_consistency --repair` after a change."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regproc('catalog_default_currency') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return
        cursor.execute("SELECT catalog_default_currency()")
        if cursor.fetchone()[0] != settings.DEFAULT_CURRENCY:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION catalog_default_currency() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE "
                "AS $$ SELECT '%s'::text $$" % settings.DEFAULT_CURRENCY.replace("'", "")
            )
