import io

import pytest

from catalog.demo.load import load
from catalog.demo.progress import Progress


@pytest.fixture
def quiet():
    return Progress(io.StringIO(), quiet=True)


@pytest.fixture
def load_demo(quiet):
    """load_demo(number) without pictures, which have tests of their own."""
    return lambda products=None: load(products, pictures=False, progress=quiet)
