"""What the database must know besides its tables, told after each migrate (and after each emptying by a test)."""

import logging

from django.conf import settings
from django.db import ProgrammingError, connections, transaction
from psycopg2.sql import SQL, Literal

logger = logging.getLogger(__name__)


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


def ensure_brand_facet(sender, using, **kwargs):
    """The brand is a facet like any other: catalog_product_facet looks for the attribute of that code."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('catalog_attribute') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute(
                "INSERT INTO catalog_attribute (code, name, kind, unit, is_facet, position) "
                "VALUES ('brand', 'Brand', 'text', '', true, 0) ON CONFLICT (code) DO NOTHING"
            )


def quiet_triggers(sender, using, **kwargs):
    """Every pgtrigger trigger first reads `pgtrigger.ignore`; where nobody has set it, it raises and catches an error.

    Set for the whole database (new sessions see it, psql too) that cost is gone: band changes of 7,750 variants in one
    bulk load fell from 1.33 s to 0.14 s.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore', true) IS NULL")
        if not cursor.fetchone()[0]:
            return
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        try:
            with transaction.atomic(using=using):
                cursor.execute(f"ALTER DATABASE {name} SET pgtrigger.ignore = '{{}}'")
        except ProgrammingError as refused:
            # An ordinary role needs GRANT SET ON PARAMETER "pgtrigger.ignore"; without it loads are slower, not wrong.
            logger.info("pgtrigger.ignore not set for the database: %s", refused)
