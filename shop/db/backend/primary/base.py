"""The connection to the primary. Writes are never repeated; a read outside a transaction is, once, wherever it may."""

from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connections

from shop.db.backend.limiter import fallback_read
from shop.db.backend.statements import writes
from shop.db.backend.watched import WatchedWrapper, raw_cursor_name
from shop.db.faults import PrimaryAway, is_lost, is_read_only
from shop.db.nodes import nodes
from shop.db.router import read_alias
from shop.db.visit import Visit, current_visit

SECOND_ROUND_SECONDS = 0.25


class DatabaseWrapper(WatchedWrapper):
    connect_seconds = 1.0

    def get_connection_params(self):
        """Outside visits, and where nobody is probed, libpq finds the primary; in a visit the probe has."""
        self.node = None
        if current_visit() is not None and nodes().is_on:
            nodes().listen()
            self.node = nodes().primary
            if self.node is None and nodes().are_known:
                raise PrimaryAway("No PostgreSQL server takes writes at the moment; reads go on from replicas.")
        return super().get_connection_params()

    def _cursor(self, name=None):
        """A read that was sent here because no replica could be reached looks once more who can, if this can't."""
        try:
            return super()._cursor(name)
        except OperationalError:
            visit = current_visit()
            if visit is None or self.in_atomic_block or visit.reads_primary_because() or not visit.may_repeat():
                raise
        nodes().wait_for_anybody(SECOND_ROUND_SECONDS)
        visit.begin_anew()
        connection: Any = connections[read_alias()]
        return connection._cursor(name)

    def is_in_role(self, node):
        return node is nodes().primary

    def run(self, execute, sql, params, many, context):
        visit = current_visit()
        why = self._why(visit, sql)
        try:
            with fallback_read(why):
                result = execute(sql, params, many, context)
        except (DatabaseError, InterfaceError) as error:
            self._drop_if_broken(error)
            if not is_lost(error) or why == "write" or self.in_atomic_block or (visit and not visit.may_repeat()):
                raise
            return self._repeat(execute, sql, params, many, context)
        if visit is not None:
            visit.wrote = visit.wrote or why == "write"
            visit.queries[self.node.name if self.node else "primary", why] += 1
        return result

    def _why(self, visit: Visit | None, sql) -> str:
        if writes(sql):
            return "write"
        if visit is None:
            return "not-a-visit"
        return visit.reads_primary_because() or visit.primary_because or "direct"

    def _drop_if_broken(self, error: Exception) -> None:
        """A connection that is gone, or leads to what is no primary any more, must not serve the next request."""
        if is_lost(error) or is_read_only(error):
            self.close()
            if self.node is not None:
                nodes().hurry()

    def _repeat(self, execute, sql, params, many, context):
        """Once more, over a new connection to whoever is the primary, or has caught up, by now."""
        visit = current_visit()
        if visit is not None:
            visit.begin_anew()
        cursor = context["cursor"]
        connection: Any = connections[read_alias()]
        elsewhere = connection._cursor(raw_cursor_name(cursor))
        cursor.cursor, cursor.db = elsewhere.cursor, elsewhere.db
        if visit is None:
            return execute(sql, params, many, context)
        return elsewhere.db.run(execute, sql, params, many, context)

    def _commit(self):
        super()._commit()
        visit = current_visit()
        if visit is not None:
            visit.wrote = True
