"""A long walk in short transactions: each task does a part, and asks for the next."""

from shop.tasks.run import current_key

MARK = " from "


def key_of_next(position: object) -> str:
    """The running walk's key for what begins at `position`: unique, since the walk passes there once."""
    return f"{current_key().partition(MARK)[0]}{MARK}{position}"
