"""Holds for every app's tests."""

import pytest

from shop.tests.primary_guard import PrimaryGuard


@pytest.fixture(autouse=True)
def primary_guard(request, monkeypatch):
    """Fails a test whose page touches the primary though it need not (shop/tests/primary_guard.py).

    Where a page must, the test says why: `@pytest.mark.reads_primary("a first visit is given its session")`.
    """
    if request.node.get_closest_marker("reads_primary") is None:
        PrimaryGuard().install(monkeypatch)
