"""The connection to whichever replica serves the visit: one raw connection a node, taken out when it is needed.

A read that meets a dead, frozen, refusing or conflicting node is repeated on another, over a new connection, each node
at most once and the primary last. Transactions are the primary's: inside `atomic()` the router sends reads there, too.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, NotSupportedError, OperationalError, connections

from shop.db.backend.watched import WatchedWrapper, raw_cursor_name
from shop.db.faults import is_conflict, is_lost
from shop.db.node import Node
from shop.db.nodes import nodes
from shop.db.visit import Visit, current_visit

SECOND_ROUND_SECONDS = 0.25
PER_NODE = ("connection", "close_at", "errors_occurred", "health_check_done", "_generation")


class DatabaseWrapper(WatchedWrapper):
    connect_seconds = 0.2

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._parked: dict[Node, dict] = {}  # the connections to the other nodes

    def is_in_role(self, node):
        return node in nodes().replicas

    # --- a connection for each node ---

    def _turn_to(self, node: Node) -> None:
        """Makes `node`'s connection the current one; the last node's is kept for its next visit."""
        if node is self.node:
            return
        if self.node is not None and self.connection is not None:
            self._parked[self.node] = {name: getattr(self, name) for name in PER_NODE}
        self.node, self.connection = node, None
        for name, value in self._parked.pop(node, {}).items():
            setattr(self, name, value)

    def set_autocommit(self, autocommit, force_begin_transaction_with_broken_autocommit=False):
        """A transaction would begin before the visit has chosen its node, and its reads could not be repeated."""
        if not autocommit:
            raise NotSupportedError("Replicas serve single reads. Use atomic() as it is: it is the primary's.")
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)

    def _cursor(self, name=None):
        if self._reach(current_visit() or Visit()):
            return super()._cursor(name)
        primary: Any = connections[DEFAULT_DB_ALIAS]
        return primary._cursor(name)

    def _reach(self, visit: Visit, afresh: bool = False) -> bool:
        """Connects to the visit's node, or to the next that can be reached; False when only the primary is left.

        With no primary either, all may have lost their sessions at once, or one be just back: once more round.
        """
        if self._reach_one(visit, afresh):
            return True
        if nodes().primary is not None:
            return False
        nodes().wait_for_anybody(SECOND_ROUND_SECONDS)
        visit.begin_anew()
        return self._reach_one(visit, afresh=True)

    def _reach_one(self, visit: Visit, afresh: bool) -> bool:
        while (node := visit.choose()) is not None:
            self._turn_to(node)
            if afresh or self.is_stale:
                super().close()
            try:
                self.ensure_connection()
                return True
            except (OperationalError, InterfaceError) as error:
                if node.breaker.is_closed:  # else it is a last resort, and the probe's turn should not be put off
                    node.breaker.trip(error)
                nodes().hurry()
                visit.leave(node)
        return False

    def close(self):
        super().close()
        for node in list(self._parked):
            self._turn_to(node)
            super().close()

    def close_if_unusable_or_obsolete(self):
        for node in [self.node, *self._parked] if self.node else []:
            self._turn_to(node)
            if self.is_stale:
                super().close()
            super().close_if_unusable_or_obsolete()

    def forget_after_fork(self):
        super().forget_after_fork()
        self._parked.clear()

    # --- reading ---

    def run(self, execute, sql, params, many, context):
        """On the visit's replica; elsewhere if that fails."""
        visit, cursor = current_visit() or Visit(), context["cursor"]
        while True:
            try:
                result = execute(sql, params, many, context)
            except (DatabaseError, InterfaceError) as error:
                if not (self._give_up(visit, error) and visit.may_repeat()):
                    raise
            else:
                visit.queries[self.node.name, visit.why] += 1
                return result
            if not self._reach(visit, afresh=True):
                return self._on_the_primary(execute, sql, params, many, context)
            cursor.cursor = self.create_cursor(raw_cursor_name(cursor))

    def _give_up(self, visit: Visit, error: Exception) -> bool:
        """Whether the read is worth repeating elsewhere. If so the node is left, a broken connection dropped."""
        if is_lost(error):
            super().close()
            nodes().hurry()
        elif not is_conflict(error):
            return False
        visit.leave(self.node)
        return True

    def _on_the_primary(self, execute, sql, params, many, context):
        cursor: Any = context["cursor"]
        primary: Any = connections[DEFAULT_DB_ALIAS]
        cursor.cursor, cursor.db = primary._cursor(raw_cursor_name(cursor)).cursor, primary
        return primary.run(execute, sql, params, many, context)
