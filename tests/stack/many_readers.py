"""A process of its own that reads all nodes: through a fork, and from many threads at once.

    python -m tests.stack.many_readers fork|threads

In the stack's own environment. Prints what it saw as JSON; test_connections.py judges.
"""

import json
import os
import sys
import threading
import time
from collections import Counter, defaultdict

import django

django.setup()

from django.db import connection  # noqa: E402

from shop.db.router import reader  # noqa: E402
from shop.db.visit import reading  # noqa: E402

ROUNDS = 300
THREADS, VISITS = 8, 400
WHO = "SELECT inet_server_port(), pg_backend_pid(), %s::text"


def ask(database, word: str) -> tuple[int, int]:
    """(port, backend's pid) of the server that answers; the answer must be the one to this question."""
    with database.cursor() as cursor:
        cursor.execute(WHO, [word])
        port, backend, answer = cursor.fetchone()
    assert answer == word, f"asked for {word}, was given {answer}"
    return port, backend


def backends() -> dict[int, int]:
    """Port → backend of every server: some visits, in turn over the replicas, and the primary."""
    found = dict([ask(connection, "primary")])
    for turn in range(8):
        with reading():
            port, backend = ask(reader(), f"visit {turn}")
            assert found.setdefault(port, backend) == backend, "a thread has two connections to one node"
    return found


def read_on(who: str) -> None:
    for turn in range(ROUNDS):
        with reading():
            ask(reader(), f"{who} {turn}")
        ask(connection, f"{who} {turn} primary")


def fork() -> dict:
    """Parent and child read at the same time; what the child saw comes through a pipe."""
    before = backends()
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        first = backends()
        read_on("child")
        os.write(into, json.dumps([first, backends()]).encode())
        sys.exit(0)  # as politely as can be: nothing of the parent's may be closed on the way out
    read_on("parent")
    during = backends()
    _pid, status = os.waitpid(child, 0)
    seen = json.loads(os.read(out, 65536))
    read_on("parent")
    return {"before": before, "during": during, "after": backends(), "child": seen, "status": status}


def threads() -> dict:
    """Every thread makes visits of three reads: one node a visit, one connection a thread and node."""
    pages: Counter = Counter()
    owners = defaultdict(set)
    errors: list[str] = []

    def visit(thread: int) -> None:
        try:
            for turn in range(VISITS):
                with reading():
                    seen = {ask(reader(), f"{thread} {turn} {question}") for question in range(3)}
                assert len(seen) == 1, f"one visit, several nodes: {seen}"
                port, backend = seen.pop()
                pages[port] += 1
                owners[backend].add(thread)
        except Exception as error:
            errors.append(repr(error))

    started = time.monotonic()
    running = [threading.Thread(target=visit, args=[number]) for number in range(THREADS)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    shared = sum(len(users) > 1 for users in owners.values())
    return {"pages": pages, "shared": shared, "errors": errors, "seconds": time.monotonic() - started}


if __name__ == "__main__":
    print(json.dumps({"fork": fork, "threads": threads}[sys.argv[1]]()))
