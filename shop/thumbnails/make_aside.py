"""Makes thumbnails in a child process: politely, and the memory that a large picture took is given back at its end."""

import json
import os
import signal
from collections.abc import Iterable

from shop.thumbnails.make import NoThumbnail
from shop.thumbnails.make_all import make_missing

NICE = 10  # a tenth of the processor while visitors want it


def make_missing_aside(source: str, aliases: Iterable[str]) -> int:
    """As make_missing; raises OSError also when the child is killed (out of memory).

    A fork, since the worker has loaded all that is needed; the child touches neither its database connection nor
    anything else of it, and leaves without cleaning up.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            for signum in (signal.SIGTERM, signal.SIGINT):
                signal.signal(signum, signal.SIG_DFL)
            os.nice(NICE)
            os.write(writing, json.dumps(outcome(source, aliases)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as answers:
            answer = answers.read()
    finally:  # also when the worker's time is up
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    made, no_picture, not_stored = json.loads(answer or '[0, "", "The process that made thumbnails was killed."]')
    if no_picture:
        raise NoThumbnail(no_picture)
    if not_stored:
        raise OSError(not_stored)
    return made


def outcome(source: str, aliases: Iterable[str]) -> tuple[int, str, str]:
    """(how many were made, why there can't be any, why they can't be stored)"""
    try:
        return make_missing(source, aliases), "", ""
    except NoThumbnail as reason:
        return 0, str(reason), ""
    except Exception as reason:  # the child's end is the only other place where it could be said
        return 0, "", f"{type(reason).__name__}: {reason}"
