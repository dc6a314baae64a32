"""Time is a writer, too. An app registers what makes due changes real; the relay calls it several times a second."""

from collections.abc import Callable

hooks: list[Callable[[], object]] = []


def when_due(hook: Callable[[], object]) -> Callable[[], object]:
    """Decorator. The hook finds by an index whether anything is due, and writes it; triggers do the rest."""
    hooks.append(hook)
    return hook
