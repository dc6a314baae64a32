"""The house's own tables, each where its idea is."""

from shop.tasks.row import TaskRow

__all__ = ["TaskRow"]
