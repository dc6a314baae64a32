from tests.conftest import stack  # noqa: F401  the running test stack, for what can only be seen there
