"""Django's hook around each statement: who has served it, why, and for how long, repeats included."""

import time
from contextlib import contextmanager

from django.db import connections

from shop.db.visit import Visit, current_visit

FAILED = ("nobody", "failed")


class Recorder:
    def __init__(self):
        self.queries: list[dict] = []

    def __call__(self, execute, sql, params, many, context):
        visit = current_visit() or Visit()
        before, started = visit.queries.copy(), time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            node, why = next(iter(visit.queries - before), FAILED)
            self.queries.append(
                {
                    "node": node,
                    "why": why,
                    "milliseconds": (time.perf_counter() - started) * 1000,
                    "comment": visit.label,
                    "sql": " ".join(str(sql).split())[:48],
                }
            )


@contextmanager
def recording():
    record = Recorder()
    wrappers = [connections[alias].execute_wrappers for alias in connections]
    for wrapper in wrappers:
        wrapper.insert(0, record)  # outermost: around the back end, which decides who serves
    try:
        yield record.queries
    finally:
        for wrapper in wrappers:
            wrapper.remove(record)
