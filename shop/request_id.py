"""The id of the request being served: from the load balancer, through logs and SQL, to the answer."""

import re
import uuid
from contextvars import ContextVar

ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The running request's id, or "" outside a request."""
    return _current.get()


def begin_request(offered: str) -> str:
    """Takes the id that a proxy offers if it is harmless, else makes one; returns it."""
    request_id = offered if ACCEPTED.fullmatch(offered) else uuid.uuid4().hex
    _current.set(request_id)
    return request_id


def end_request() -> None:
    _current.set("")
