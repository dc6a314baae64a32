"""The shop as visitors meet it, healed after each test, and the table of what they saw."""

import pytest

from tests.stack.databases import report
from tests.stack.databases.case import Shop

APP_HOSTS, PROCESSES, THREADS = 2, 2, 2  # on two cores; deploy/uwsgi/app.ini


@pytest.fixture(autouse=True)
def healed(stack):
    yield
    stack.heal()


@pytest.fixture(scope="package")
def paths(stack):
    """A browsing mix: a third from the cache, the rest made by the application for each request."""
    stored = [("/", 1), (stack.category_path, 1), (stack.product_path, 1)]
    made = [
        ("/search/?q=lamp+%", 3),
        (f"{stack.category_path}?v=%", 2),
        (f"{stack.product_path}?v=%", 2),
        ("/cart/", 1),
    ]
    return stored + made


@pytest.fixture(scope="package")
def shop(stack, paths):
    """The front door: load balancer, Varnish, both application servers."""
    return Shop("front door", stack.url, paths, threads=APP_HOSTS * PROCESSES * THREADS)


def pytest_terminal_summary(terminalreporter):
    if report.ROWS:
        terminalreporter.section("databases: what visitors saw")
        for line in report.table():
            terminalreporter.write_line(line)
