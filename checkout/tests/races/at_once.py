"""Buyers who act at the same instant: a thread and a database connection each."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection


class Crowd:
    """`with Crowd(64) as at_once`: as the function below, any number of times; threads and connections stay."""

    def __init__(self, most: int):
        self.most, self.pool = most, ThreadPoolExecutor(most)

    def __enter__(self) -> "Crowd":
        return self

    def __call__(self, *calls: Callable[[], Any]) -> list[Any]:
        barrier = threading.Barrier(len(calls))

        def run(call: Callable[[], Any]) -> Any:
            try:
                connection.ensure_connection()
                barrier.wait(30)
                return call()
            except Exception as error:
                return error

        return list(self.pool.map(run, calls))

    def __exit__(self, *_) -> None:
        self(*[lambda: connection.close()] * self.most)  # noqa: PLW0108  each its own: looked up in its thread
        self.pool.shutdown()


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returned or raised. All have their connection before any begins."""
    with Crowd(len(calls)) as crowd:
        return crowd(*calls)
