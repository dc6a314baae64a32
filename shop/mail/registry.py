"""Every mail that the shop sends, in one table: name → who writes it, and a sample to look at.

Each app registers its own in its `mails.py`; all of these are loaded at the start (shop/apps.py). A mail's words are
templates/emails/<name>.subject.txt, .txt and .html.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

Context = dict[str, Any]
QUEUES = ("now", "soon", "whenever")


class Attachment(NamedTuple):
    filename: str
    content: bytes
    kind: str


@dataclass(frozen=True)
class Mail:
    """`write(**ids)` loads what the templates may name, by ids, when the mail is sent. It returns None (or raises
    ObjectDoesNotExist) if there is no reason left to send it; a `to` in the context replaces the address asked for.
    `sample()` makes the same context from nothing: it asks the database nothing.
    """

    name: str
    write: Callable[..., Context | None]
    sample: Callable[[], Context]
    attach: Callable[[Context], list[Attachment]]
    queue: str


MAILS: dict[str, Mail] = {}


def mail(name: str, *, sample: Callable[[], Context], attach=lambda context: [], queue="now"):
    """Registers the decorated function as who writes the mail `name`. `queue`: soon for those sent in masses."""
    if queue not in QUEUES:
        raise ValueError(f"queue={queue!r}: choose one of {', '.join(QUEUES)}.")

    def register(write):
        if name in MAILS and MAILS[name].write.__module__ != write.__module__:
            raise ValueError(f"The mail {name} is registered by {MAILS[name].write.__module__} already.")
        MAILS[name] = Mail(name, write, sample, attach, queue)
        return write

    return register
