"""Fixtures for what crosses apps: the running test stack."""

import pytest

from tests.running_stack import RunningStack


@pytest.fixture(scope="session")
def stack():
    """The stack that `make test` brought up; tests that need it are skipped when pytest runs alone."""
    running = RunningStack()
    if not running.is_there:
        pytest.skip("no test stack is running: `make test` or `bin/test PATH` brings one up")
    return running


def pytest_addoption(parser):
    parser.addoption("--pairs", type=int, default=1000, help="of writes and reads in test_reading_own_writes.py")
    parser.addoption("--requests", type=int, default=2000, help="with aborts in test_connections.py")
