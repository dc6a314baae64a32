"""What connections to the primary and to replicas have in common."""

from typing import Any

from django.db.backends.postgresql import base
from django.utils.functional import cached_property

from shop.db.backend.connecting import connect_within
from shop.db.node import Node
from shop.db.seen import commented
from shop.db.visit import current_visit

PostgreSQL: Any = base.DatabaseWrapper


class WatchedWrapper(PostgreSQL):
    """`node` is where the raw connection leads; None where libpq chose (outside visits)."""

    connect_seconds: float

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.node: Any = None
        self._generation = 0
        self.execute_wrappers.append(run)

    def get_connection_params(self):
        params = super().get_connection_params()
        if self.node is not None:
            params.update(self.node.parameters)
        elif "," in str(params.get("host")):
            params["target_session_attrs"] = "read-write"  # libpq looks for the primary among the hosts
        return params

    def get_new_connection(self, conn_params):
        connect = super().get_new_connection
        if self.node is None:
            return connect(conn_params)
        self._generation = self.node.generation
        connection = connect_within(self.connect_seconds, lambda: connect(conn_params))
        self.node.watch(connection)
        return connection

    def _close(self):
        if self.node is not None and self.connection is not None:
            self.node.forget(self.connection)
        return super()._close()

    @property
    def is_stale(self) -> bool:
        """Whether the connection is known to be of no use: hung up, or to a node that has lost its role."""
        if self.node is None or self.connection is None:
            return False
        return self._generation != self.node.generation or not self.is_in_role(self.node)

    def is_in_role(self, node: Node) -> bool:
        raise NotImplementedError

    def close_if_health_check_failed(self):
        """Django calls this before a statement or a transaction begins."""
        if self.is_stale and not self.in_atomic_block:
            self.close()
        super().close_if_health_check_failed()

    def close_if_unusable_or_obsolete(self):
        """Django calls this between two requests."""
        if self.is_stale:
            self.close()
        super().close_if_unusable_or_obsolete()

    @cached_property
    def pg_version(self):
        """As Django's, which takes it for granted that a cursor of this alias is one of this connection."""
        with self.cursor() as cursor:
            return cursor.connection.server_version

    def forget_after_fork(self) -> None:
        """The parent's connection must not be closed in its name."""
        self.connection = self.node = None


def run(execute, sql, params, many, context):
    """Django's hook around every statement (its docs, "Database instrumentation")."""
    visit = current_visit()
    if visit is not None:
        visit.repeats = 0
        visit.left.clear()
    return context["connection"].run(execute, commented(sql, visit), params, many, context)


def raw_cursor_name(cursor) -> str | None:
    """The name of a server-side cursor; None for an ordinary one."""
    return getattr(cursor.cursor, "name", None)
