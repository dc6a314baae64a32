"""Which database? Django asks for each query; the visit answers. Views, models and templates never name one."""

from django.db import DEFAULT_DB_ALIAS, connections

from shop.db.nodes import nodes
from shop.db.visit import READER_ALIAS, current_visit


def read_alias() -> str:
    visit = current_visit()
    if visit is None or not nodes().is_on or visit.reads_primary_because() or visit.choose() is None:
        return DEFAULT_DB_ALIAS
    return READER_ALIAS


def reader():
    """The connection for SQL of our own that only reads: `with reader().cursor() as cursor`."""
    return connections[read_alias()]


class Router:
    def db_for_read(self, model, **hints):
        return read_alias()

    def db_for_write(self, model, **hints):
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints):
        return True  # all nodes hold the same rows

    def allow_migrate(self, db, app_label, **hints):
        return db == DEFAULT_DB_ALIAS
